// In JavaScript with types of our own: those of @xmldom/xmldom bring a browser's globals into the whole program.
export { DOMParser } from '@xmldom/xmldom';
