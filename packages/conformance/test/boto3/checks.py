"""Runs functions as checks: one JSON line for each, with the traceback where it failed."""
import json
import traceback
import urllib.request
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
CONFIG = Config(retries={"total_max_attempts": 1})


def client(service, credentials=None):
    keys = {}
    if credentials:
        keys = {
            "aws_access_key_id": credentials["AccessKeyId"],
            "aws_secret_access_key": credentials["SecretAccessKey"],
            "aws_session_token": credentials["SessionToken"],
        }
    return boto3.client(service, config=CONFIG, **keys)


def report(name, function):
    failure = None
    try:
        function()
    except Exception:
        failure = traceback.format_exc()
    print(json.dumps({"name": name, "failure": failure}), flush=True)


def expect_error(call, code, status, message):
    """AWS's code, HTTP status, and a part of the message."""
    try:
        answer = call()
    except ClientError as error:
        found = error.response["Error"]
        assert found["Code"] == code, found
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status, error.response
        assert message in found["Message"], found
        return
    raise AssertionError(f"expected {code}, got {answer}")


def report_errors(cases):
    for code, status, message, call in cases:
        report(f"{code} {status} {message}", lambda: expect_error(call, code, status, message))


def advance(seconds):
    body = json.dumps({"advanceSeconds": seconds}).encode()
    request = urllib.request.Request(f"{ENDPOINT}/_madang/clock", data=body, method="POST")
    urllib.request.urlopen(request).read()


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*"):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def trust(principal):
    return policy({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})
