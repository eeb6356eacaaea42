import hashlib
import io
import json
import urllib.request

from boto3.s3.transfer import TransferConfig

from checks import client, report, report_errors

s3 = client("s3")
BUCKET = "py-bucket"


def put(key, body=b"x", **more):
    return s3.put_object(Bucket=BUCKET, Key=key, Body=body, **more)


def read(key, **more):
    return s3.get_object(Bucket=BUCKET, Key=key, **more)["Body"].read()


def bucket_keeps_its_life_cycle():
    s3.create_bucket(Bucket="py-life")
    s3.get_waiter("bucket_exists").wait(Bucket="py-life", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
    assert "py-life" in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert s3.get_bucket_location(Bucket="py-life")["LocationConstraint"] is None
    s3.delete_bucket(Bucket="py-life")
    s3.get_waiter("bucket_not_exists").wait(Bucket="py-life", WaiterConfig={"Delay": 1, "MaxAttempts": 3})


def objects_keep_what_is_said_about_them():
    put("said", "grüße".encode(), ContentType="text/x", Metadata={"colour": "red"}, CacheControl="no-store")
    s3.get_waiter("object_exists").wait(Bucket=BUCKET, Key="said", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
    found = s3.head_object(Bucket=BUCKET, Key="said")
    assert found["ContentType"] == "text/x" and found["Metadata"] == {"colour": "red"}, found
    assert found["ETag"] == f'"{hashlib.md5("grüße".encode()).hexdigest()}"', found
    assert read("said").decode() == "grüße" and read("said", Range="bytes=-1") == b"e"
    s3.delete_object(Bucket=BUCKET, Key="said")
    s3.get_waiter("object_not_exists").wait(Bucket=BUCKET, Key="said", WaiterConfig={"Delay": 1, "MaxAttempts": 3})


def keys_may_be_strange():
    keys = ["a b", "plus+", "per%20cent", "ü/日本語/🎈", "a//b", "/leading", "line\nbreak", "q?u#e&r=y", "'\"<>\\"]
    for key in keys:
        put(f"strange/{key}", key.encode())
    listed = [entry["Key"] for entry in s3.list_objects_v2(Bucket=BUCKET, Prefix="strange/")["Contents"]]
    assert listed == sorted([f"strange/{key}" for key in keys], key=str.encode), listed
    for key in keys:
        assert read(f"strange/{key}") == key.encode()
    answer = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in listed]})
    assert len(answer["Deleted"]) == len(keys) and "Errors" not in answer, answer


def lists_are_paged():
    for number in range(7):
        put(f"page/{number % 2}/{number}")
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="page/", PaginationConfig={"PageSize": 3}))
    assert [page["KeyCount"] for page in pages] == [3, 3, 1], pages
    groups = s3.list_objects_v2(Bucket=BUCKET, Prefix="page/", Delimiter="/")["CommonPrefixes"]
    assert groups == [{"Prefix": "page/0/"}, {"Prefix": "page/1/"}], groups
    pages = list(s3.get_paginator("list_objects").paginate(Bucket=BUCKET, Prefix="page/", PaginationConfig={"PageSize": 3}))
    assert [len(page["Contents"]) for page in pages] == [3, 3, 1], pages


def versions_are_paged():
    s3.create_bucket(Bucket="py-versions")
    s3.put_bucket_versioning(Bucket="py-versions", VersioningConfiguration={"Status": "Enabled"})
    for number in range(5):
        s3.put_object(Bucket="py-versions", Key="k", Body=str(number))
    s3.delete_object(Bucket="py-versions", Key="k")
    pages = list(s3.get_paginator("list_object_versions").paginate(Bucket="py-versions", PaginationConfig={"PageSize": 2}))
    found = [entry["VersionId"] for page in pages for entry in page.get("Versions", []) + page.get("DeleteMarkers", [])]
    assert len(found) == 6 and len(set(found)) == 6, pages


def transfers_go_in_parts():
    config = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    content = b"transfer " * (12 << 17)
    s3.upload_fileobj(io.BytesIO(content), BUCKET, "transfer", Config=config)
    assert s3.head_object(Bucket=BUCKET, Key="transfer")["ETag"].endswith('-3"')
    back = io.BytesIO()
    s3.download_fileobj(BUCKET, "transfer", back, Config=config)
    assert back.getvalue() == content
    s3.copy({"Bucket": BUCKET, "Key": "transfer"}, BUCKET, "transfer-copy", Config=config)
    assert s3.head_object(Bucket=BUCKET, Key="transfer-copy")["ContentLength"] == len(content)
    s3.copy_object(Bucket=BUCKET, Key="transfer-whole", CopySource={"Bucket": BUCKET, "Key": "transfer"})
    etag = s3.head_object(Bucket=BUCKET, Key="transfer-whole")["ETag"]
    assert etag == f'"{hashlib.md5(content).hexdigest()}"', etag


def uploads_are_listed_by_page():
    ids = [s3.create_multipart_upload(Bucket=BUCKET, Key=f"upload/{number}")["UploadId"] for number in range(5)]
    for part in range(1, 6):
        s3.upload_part(Bucket=BUCKET, Key="upload/0", UploadId=ids[0], PartNumber=part, Body=b"x")
    pages = list(s3.get_paginator("list_multipart_uploads").paginate(Bucket=BUCKET, PaginationConfig={"PageSize": 2}))
    assert [upload["UploadId"] for page in pages for upload in page["Uploads"]] == ids, pages
    pages = list(s3.get_paginator("list_parts").paginate(Bucket=BUCKET, Key="upload/0", UploadId=ids[0], PaginationConfig={"PageSize": 2}))
    assert [part["PartNumber"] for page in pages for part in page["Parts"]] == [1, 2, 3, 4, 5], pages
    for number, upload in enumerate(ids):
        s3.abort_multipart_upload(Bucket=BUCKET, Key=f"upload/{number}", UploadId=upload)


def presigned_urls_and_forms_work():
    # The other scripts' checks put the server's clock forward.
    week = 7 * 24 * 3600
    url = s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "presigned ü"}, ExpiresIn=week)
    urllib.request.urlopen(urllib.request.Request(url, data=b"presigned", method="PUT")).read()
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "presigned ü", "ResponseContentType": "text/y"}, ExpiresIn=week)
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"presigned" and answer.headers["Content-Type"] == "text/y"
    form = s3.generate_presigned_post(BUCKET, "posted", Conditions=[["content-length-range", 1, 10]], ExpiresIn=week)
    boundary = "boundary"
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form["fields"].items()]
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nposted\r\n--{boundary}--\r\n')
    request = urllib.request.Request(form["url"], data="".join(parts).encode(), method="POST")
    request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
    assert urllib.request.urlopen(request).status == 204
    assert read("posted") == b"posted"


def checksums_are_kept():
    expected = {"CRC32": "y/Q5Jg==", "SHA1": "98O8HYCOBHMq32eZZczDTKeuNEE="}
    for name, value in expected.items():
        answer = put(f"checksum-{name}", b"123456789", ChecksumAlgorithm=name)
        assert answer[f"Checksum{name}"] == value, answer
        assert s3.head_object(Bucket=BUCKET, Key=f"checksum-{name}", ChecksumMode="ENABLED")[f"Checksum{name}"] == value


def resource_interface_works():
    import boto3

    bucket = boto3.resource("s3").Bucket(BUCKET)
    bucket.put_object(Key="resource/a", Body=b"x")
    assert [item.key for item in bucket.objects.filter(Prefix="resource/")] == ["resource/a"]
    bucket.objects.filter(Prefix="resource/").delete()
    assert list(bucket.objects.filter(Prefix="resource/")) == []


def settings_are_kept():
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [rule]})
    assert s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"] == [rule]
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    assert s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"] == [{"Key": "a", "Value": "b"}]
    rules = [{"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "a"}, "Expiration": {"Days": 1}}]
    s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": rules})
    assert s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"] == rules
    s3.delete_bucket_lifecycle(Bucket=BUCKET)


s3.create_bucket(Bucket=BUCKET)
report("a bucket keeps its life cycle", bucket_keeps_its_life_cycle)
report("objects keep what is said about them", objects_keep_what_is_said_about_them)
report("keys may be strange", keys_may_be_strange)
report("lists are paged", lists_are_paged)
report("versions are paged", versions_are_paged)
report("transfers go in parts", transfers_go_in_parts)
report("uploads are listed by page", uploads_are_listed_by_page)
report("presigned URLs and forms work", presigned_urls_and_forms_work)
report("checksums are kept", checksums_are_kept)
report("the resource interface works", resource_interface_works)
report("settings are kept", settings_are_kept)

errors = "py-errors"
s3.create_bucket(Bucket=errors)
s3.put_object(Bucket=errors, Key="a", Body=b"x")
on = {"Bucket": errors, "Key": "a"}
public = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::other/*"}
policy = json.dumps({"Version": "2012-10-17", "Statement": [public]})
report_errors(
    [
        ("NoSuchBucket", 404, "The specified bucket does not exist", lambda: s3.list_objects_v2(Bucket="py-none")),
        ("NoSuchKey", 404, "The specified key does not exist.", lambda: s3.get_object(Bucket=errors, Key="none")),
        ("404", 404, "Not Found", lambda: s3.head_object(Bucket=errors, Key="none")),
        ("BucketNotEmpty", 409, "The bucket you tried to delete is not empty", lambda: s3.delete_bucket(Bucket=errors)),
        ("InvalidRange", 416, "The requested range is not satisfiable", lambda: s3.get_object(**on, Range="bytes=9-")),
        ("PreconditionFailed", 412, "At least one of the pre-conditions", lambda: s3.get_object(**on, IfMatch="other")),
        ("304", 304, "Not Modified", lambda: s3.get_object(**on, IfNoneMatch=s3.head_object(**on)["ETag"])),
        ("NoSuchUpload", 404, "The specified upload does not exist.", lambda: s3.list_parts(**on, UploadId="none")),
        ("InvalidDigest", 400, "The Content-MD5 you specified", lambda: s3.put_object(**on, Body=b"x", ContentMD5="none")),
        ("BadDigest", 400, "The Content-MD5 you specified did not match", lambda: s3.put_object(**on, Body=b"x", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")),
        ("MalformedPolicy", 400, "Policy has invalid resource", lambda: s3.put_bucket_policy(Bucket=errors, Policy=policy)),
        ("NoSuchBucketPolicy", 404, "The bucket policy does not exist", lambda: s3.get_bucket_policy(Bucket=errors)),
        ("InvalidArgument", 400, "Invalid version id specified", lambda: s3.get_object(**on, VersionId="nonsense")),
        ("KeyTooLongError", 400, "Your key is too long", lambda: s3.put_object(Bucket=errors, Key="k" * 1025)),
        ("MalformedXML", 400, "The XML you provided", lambda: s3.delete_objects(Bucket=errors, Delete={"Objects": []})),
    ]
)
