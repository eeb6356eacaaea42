from checks import advance, allow, client, expect_error, policy, report, report_errors, trust

iam = client("iam")
sts = client("sts")
ROLE = "arn:aws:iam::000000000000:role/py-deployer"
iam.create_role(RoleName="py-deployer", AssumeRolePolicyDocument=trust({"AWS": "000000000000"}))
iam.put_role_policy(RoleName="py-deployer", PolicyName="own", PolicyDocument=policy(allow("sqs:ListQueues")))


def assume(**more):
    return sts.assume_role(**{"RoleArn": ROLE, "RoleSessionName": "build", **more})


def identity_is_known():
    assert sts.get_caller_identity()["Arn"] == "arn:aws:iam::000000000000:root"
    keys = sts.get_session_token()["Credentials"]
    assert client("sts", keys).get_caller_identity()["Account"] == "000000000000"


def session_works_and_expires():
    answer = assume(DurationSeconds=900)
    session = answer["Credentials"]
    identity = client("sts", session).get_caller_identity()
    assert identity["Arn"] == answer["AssumedRoleUser"]["Arn"], identity
    sqs = client("sqs", session)
    sqs.list_queues()
    expect_error(lambda: client("iam", session).list_users(), "AccessDenied", 403, "is not authorized to perform: iam:ListUsers")
    advance(900)
    over = "The security token included in the request is expired"
    expect_error(sqs.list_queues, "ExpiredToken", 400, over)
    expect_error(client("sts", session).get_caller_identity, "ExpiredToken", 403, over)


def session_policy_limits():
    session = assume(Policy=policy(allow("iam:*")))["Credentials"]
    expect_error(client("sqs", session).list_queues, "AccessDenied", 400, "no session policy allows")


def federated_user_has_its_policy():
    answer = sts.get_federation_token(Name="guest", Policy=policy(allow("sqs:*")))
    assert answer["FederatedUser"]["Arn"].endswith(":federated-user/guest")
    client("sqs", answer["Credentials"]).list_queues()


report("who calls is known", identity_is_known)
report("a session of a role works and expires", session_works_and_expires)
report("a session policy limits", session_policy_limits)
report("a federated user has its policy", federated_user_has_its_policy)
tags = [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]
report_errors(
    [
        ("AccessDenied", 403, "is not authorized to perform: sts:AssumeRole on resource:", lambda: assume(RoleArn=ROLE + "-none")),
        ("ValidationError", 400, "is invalid", lambda: assume(RoleArn="this-is-not-an-arn-at-all")),
        ("ValidationError", 400, "Member must have value less than or equal to 43200", lambda: assume(DurationSeconds=43201)),
        ("ValidationError", 400, "exceeds the MaxSessionDuration set for this role.", lambda: assume(DurationSeconds=7200)),
        ("ValidationError", 400, "roleSessionName", lambda: assume(RoleSessionName="a b")),
        ("ValidationError", 400, "Duplicate tag keys found.", lambda: assume(Tags=tags)),
        ("ValidationError", 400, "transitive tag key", lambda: assume(TransitiveTagKeys=["none"])),
        ("MalformedPolicyDocument", 400, "", lambda: assume(Policy='{"Version":"2012-10-17"}')),
        ("InvalidAuthorizationMessageException", 400, "Message is not valid", lambda: sts.decode_authorization_message(EncodedMessage="abc")),
        ("InvalidIdentityToken", 400, "JWT", lambda: sts.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="build", WebIdentityToken="nonsense")),
        ("AccessDenied", 403, "MultiFactorAuthentication", lambda: assume(SerialNumber="arn:aws:iam::000000000000:mfa/none", TokenCode="000000")),
    ]
)
