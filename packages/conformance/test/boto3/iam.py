from checks import allow, client, policy, report, report_errors, trust

iam = client("iam")
LAMBDA = trust({"Service": "lambda.amazonaws.com"})
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def arn(resource):
    return f"arn:aws:iam::000000000000:{resource}"


def user_keeps_its_life_cycle():
    user = iam.create_user(UserName="py", Path="/team/", Tags=[{"Key": "a", "Value": "b"}])["User"]
    assert user["Arn"] == arn("user/team/py")
    iam.get_waiter("user_exists").wait(UserName="py")
    iam.put_user_policy(UserName="py", PolicyName="own", PolicyDocument=policy(allow("sqs:*")))
    document = iam.get_user_policy(UserName="py", PolicyName="own")["PolicyDocument"]
    assert document["Statement"][0]["Action"] == "sqs:*", document
    iam.update_user(UserName="py", NewUserName="py2")
    assert iam.get_user(UserName="py2")["User"]["UserId"] == user["UserId"]
    iam.delete_user_policy(UserName="py2", PolicyName="own")
    iam.delete_user(UserName="py2")


def role_keeps_its_life_cycle():
    role = iam.create_role(RoleName="py", AssumeRolePolicyDocument=LAMBDA, Description="first")["Role"]
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "lambda.amazonaws.com"}
    iam.get_waiter("role_exists").wait(RoleName="py")
    iam.update_role(RoleName="py", Description="second", MaxSessionDuration=7200)
    read = iam.get_role(RoleName="py")["Role"]
    assert (read["Description"], read["MaxSessionDuration"]) == ("second", 7200), read
    iam.create_instance_profile(InstanceProfileName="py")
    iam.get_waiter("instance_profile_exists").wait(InstanceProfileName="py")
    iam.add_role_to_instance_profile(InstanceProfileName="py", RoleName="py")
    profile = iam.get_instance_profile(InstanceProfileName="py")["InstanceProfile"]
    assert [each["RoleName"] for each in profile["Roles"]] == ["py"]
    iam.remove_role_from_instance_profile(InstanceProfileName="py", RoleName="py")
    iam.delete_instance_profile(InstanceProfileName="py")
    iam.delete_role(RoleName="py")


def policy_keeps_its_versions():
    created = iam.create_policy(PolicyName="py", PolicyDocument=policy(allow("sqs:*")))["Policy"]
    iam.get_waiter("policy_exists").wait(PolicyArn=created["Arn"])
    iam.create_policy_version(PolicyArn=created["Arn"], PolicyDocument=policy(allow("s3:*")), SetAsDefault=True)
    version = iam.get_policy_version(PolicyArn=created["Arn"], VersionId="v2")["PolicyVersion"]
    assert version["Document"]["Statement"][0]["Action"] == "s3:*" and version["IsDefaultVersion"]
    iam.delete_policy_version(PolicyArn=created["Arn"], VersionId="v1")
    iam.delete_policy(PolicyArn=created["Arn"])


def lists_are_paged():
    for number in range(5):
        iam.create_user(UserName=f"py-page-{number}", Path="/py-pages/")
    paginator = iam.get_paginator("list_users")
    pages = list(paginator.paginate(PathPrefix="/py-pages/", PaginationConfig={"PageSize": 2}))
    assert [len(page["Users"]) for page in pages] == [2, 2, 1], pages
    arns = [each["Arn"] for page in iam.get_paginator("list_policies").paginate(Scope="AWS") for each in page["Policies"]]
    assert READ_ONLY in arns and len(set(arns)) == len(arns)


def resource_interface_works():
    import boto3

    group = boto3.resource("iam").create_group(GroupName="py-resource")
    group.attach_policy(PolicyArn=READ_ONLY)
    assert [each.arn for each in group.attached_policies.all()] == [READ_ONLY]
    group.detach_policy(PolicyArn=READ_ONLY)
    group.delete()


report("a user keeps its life cycle, waited for", user_keeps_its_life_cycle)
report("a role and its instance profile keep their life cycle, waited for", role_keeps_its_life_cycle)
report("a managed policy keeps its versions, waited for", policy_keeps_its_versions)
report("lists are paged", lists_are_paged)
report("the resource interface works", resource_interface_works)

iam.create_user(UserName="py-bob")
iam.create_group(GroupName="py-club")
iam.add_user_to_group(UserName="py-bob", GroupName="py-club")
iam.create_role(RoleName="py-deploy", AssumeRolePolicyDocument=LAMBDA)
iam.attach_role_policy(RoleName="py-deploy", PolicyArn=READ_ONLY)
iam.create_user(UserName="py-keys")
for _ in range(2):
    iam.create_access_key(UserName="py-keys")
report_errors(
    [
        ("NoSuchEntity", 404, "The user with name eve cannot be found.", lambda: iam.get_user(UserName="eve")),
        ("NoSuchEntity", 404, "The role with name eve cannot be found.", lambda: iam.get_role(RoleName="eve")),
        ("NoSuchEntity", 404, f"Policy {arn('policy/eve')} was not found.", lambda: iam.get_policy(PolicyArn=arn("policy/eve"))),
        ("EntityAlreadyExists", 409, "User with name py-bob already exists.", lambda: iam.create_user(UserName="py-bob")),
        ("EntityAlreadyExists", 409, "Group with name py-club already exists.", lambda: iam.create_group(GroupName="py-club")),
        ("DeleteConflict", 409, "Cannot delete entity, must remove users from group first.", lambda: iam.delete_user(UserName="py-bob")),
        ("DeleteConflict", 409, "Cannot delete entity, must detach all policies first.", lambda: iam.delete_role(RoleName="py-deploy")),
        ("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2", lambda: iam.create_access_key(UserName="py-keys")),
        ("MalformedPolicyDocument", 400, "Syntax errors in policy.", lambda: iam.create_policy(PolicyName="bad", PolicyDocument="{")),
        ("MalformedPolicyDocument", 400, "Invalid principal in policy", lambda: iam.create_role(RoleName="bad", AssumeRolePolicyDocument=trust({"AWS": arn("user/nobody")}))),
        ("InvalidInput", 400, "is not valid.", lambda: iam.attach_role_policy(RoleName="py-deploy", PolicyArn="arn:aws:s3:::no-policy-here")),
        ("ValidationError", 400, "userName", lambda: iam.create_user(UserName="not a name")),
    ]
)
