import type { CORSRule, RedirectAllRequestsTo, RoutingRule } from '../../../../generated/types/s3.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { bucketAspect } from './bucket-aspect.ts';

interface CorsConfiguration {
  CorsRules: CorsRule[];
}

interface CorsRule extends Pick<CORSRule, 'AllowedHeaders' | 'AllowedMethods' | 'AllowedOrigins'> {
  Id?: string | undefined;
  ExposedHeaders?: string[] | undefined;
  MaxAge?: number | undefined;
}

export const cors = bucketAspect<CorsConfiguration>('CorsConfiguration', {
  put({ s3, Bucket }, { CorsRules }) {
    const CORSRules = CorsRules.map(({ Id: ID, ExposedHeaders: ExposeHeaders, MaxAge: MaxAgeSeconds, ...rule }) => ({
      ...rule,
      ID,
      ExposeHeaders,
      MaxAgeSeconds,
    }));
    return s3.PutBucketCors({ Bucket, CORSConfiguration: { CORSRules } });
  },
  remove: ({ s3, Bucket }) => s3.DeleteBucketCors({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await unlessGone(s3.GetBucketCors({ Bucket }), 'NoSuchCORSConfiguration');
    const rules = found?.CORSRules?.map(
      ({ ID: Id, ExposeHeaders: ExposedHeaders, MaxAgeSeconds: MaxAge, ...rule }) =>
        presentProperties({ ...rule, Id, ExposedHeaders, MaxAge }) as unknown as CorsRule,
    );
    return rules && { CorsRules: rules };
  },
});

interface WebsiteConfiguration {
  ErrorDocument?: string | undefined;
  IndexDocument?: string | undefined;
  RedirectAllRequestsTo?: RedirectAllRequestsTo | undefined;
  RoutingRules?: { RedirectRule: RoutingRule['Redirect']; RoutingRuleCondition?: RoutingRule['Condition'] }[];
}

export const website = bucketAspect<WebsiteConfiguration>('WebsiteConfiguration', {
  put({ s3, Bucket }, { ErrorDocument, IndexDocument, RedirectAllRequestsTo, RoutingRules }) {
    const rules = RoutingRules?.map(({ RedirectRule, RoutingRuleCondition }) => ({
      Redirect: RedirectRule,
      ...(RoutingRuleCondition && { Condition: RoutingRuleCondition }),
    }));
    const WebsiteConfiguration = {
      ...(ErrorDocument !== undefined && { ErrorDocument: { Key: ErrorDocument } }),
      ...(IndexDocument !== undefined && { IndexDocument: { Suffix: IndexDocument } }),
      ...(RedirectAllRequestsTo && { RedirectAllRequestsTo }),
      ...(rules && { RoutingRules: rules }),
    };
    return s3.PutBucketWebsite({ Bucket, WebsiteConfiguration });
  },
  remove: ({ s3, Bucket }) => s3.DeleteBucketWebsite({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await unlessGone(s3.GetBucketWebsite({ Bucket }), 'NoSuchWebsiteConfiguration');
    if (!found) return undefined;
    return presentProperties({
      ErrorDocument: found.ErrorDocument?.Key,
      IndexDocument: found.IndexDocument?.Suffix,
      RedirectAllRequestsTo: found.RedirectAllRequestsTo,
      RoutingRules: found.RoutingRules?.map(({ Redirect, Condition }) =>
        presentProperties({ RedirectRule: Redirect, RoutingRuleCondition: Condition }),
      ),
    });
  },
});
