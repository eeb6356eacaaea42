from datetime import timedelta
import json

from checks import advance, client, report, report_errors

ssm = client("ssm")


def put(name, value="x", **more):
    return ssm.put_parameter(Name=name, Value=value, **{"Type": "String", **more})


def parameter_keeps_its_life_cycle():
    assert put("/py/a", "grüße", Description="d", Tags=[{"Key": "k", "Value": "v"}])["Version"] == 1
    parameter = ssm.get_parameter(Name="/py/a")["Parameter"]
    assert parameter["Value"] == "grüße" and parameter["DataType"] == "text", parameter
    assert parameter["ARN"] == "arn:aws:ssm:us-east-1:000000000000:parameter/py/a", parameter
    assert put("/py/a", "two", Overwrite=True)["Version"] == 2
    assert ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/py/a")["TagList"] == [{"Key": "k", "Value": "v"}]
    ssm.delete_parameter(Name="/py/a")
    try:
        ssm.get_parameter(Name="/py/a")
        raise AssertionError("the parameter is still there")
    except ssm.exceptions.ParameterNotFound:
        pass


def versions_and_labels_select():
    put("/py/versions", "1")
    put("/py/versions", "2", Overwrite=True)
    answer = ssm.label_parameter_version(Name="/py/versions", ParameterVersion=1, Labels=["first", "9bad"])
    assert answer["InvalidLabels"] == ["9bad"], answer
    assert ssm.get_parameter(Name="/py/versions:first")["Parameter"]["Value"] == "1"
    assert ssm.get_parameter(Name="/py/versions:2")["Parameter"]["Value"] == "2"
    history = ssm.get_parameter_history(Name="/py/versions")["Parameters"]
    assert [(entry["Value"], entry["Labels"]) for entry in history] == [("1", ["first"]), ("2", [])], history


def secrets_are_shown_on_request():
    put("/py/secret", "hunter2", Type="SecureString")
    assert ssm.get_parameter(Name="/py/secret", WithDecryption=True)["Parameter"]["Value"] == "hunter2"
    assert "hunter2" not in ssm.get_parameter(Name="/py/secret")["Parameter"]["Value"]


def paths_are_paged():
    names = [f"/py-page/{level}/{number}" for level in "ab" for number in range(4)]
    for name in names:
        put(name)
    pages = list(
        ssm.get_paginator("get_parameters_by_path").paginate(
            Path="/py-page", Recursive=True, PaginationConfig={"PageSize": 3}
        )
    )
    assert [len(page["Parameters"]) for page in pages] == [3, 3, 2], pages
    assert sorted(entry["Name"] for page in pages for entry in page["Parameters"]) == names
    assert ssm.get_parameters_by_path(Path="/py-page")["Parameters"] == []


def descriptions_are_filtered():
    put("/py-filter/list", "a,b", Type="StringList", Tags=[{"Key": "stage", "Value": "py"}])
    for key, option, value in [("Type", "Equals", "StringList"), ("tag:stage", "Equals", "py"), ("Name", "Contains", "filter/l")]:
        found = ssm.describe_parameters(ParameterFilters=[{"Key": key, "Option": option, "Values": [value]}])
        assert [entry["Name"] for entry in found["Parameters"]] == ["/py-filter/list"], (key, found)


def batches_tell_what_is_absent():
    put("/py-batch/a")
    answer = ssm.get_parameters(Names=["/py-batch/a", "/py-batch/b"])
    assert [entry["Name"] for entry in answer["Parameters"]] == ["/py-batch/a"]
    assert answer["InvalidParameters"] == ["/py-batch/b"], answer
    answer = ssm.delete_parameters(Names=["/py-batch/a", "/py-batch/b"])
    assert answer["DeletedParameters"] == ["/py-batch/a"] and answer["InvalidParameters"] == ["/py-batch/b"], answer


def policies_expire_parameters():
    put("/py/expiring")
    soon = ssm.get_parameter(Name="/py/expiring")["Parameter"]["LastModifiedDate"] + timedelta(hours=1)
    policy = {"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": soon.isoformat(timespec="milliseconds")}}
    put("/py/expiring", Overwrite=True, Tier="Advanced", Policies=json.dumps([policy]))
    advance(3700)
    assert ssm.get_parameters(Names=["/py/expiring"])["InvalidParameters"] == ["/py/expiring"]


def public_parameters_are_there():
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    assert ssm.get_parameter(Name=name)["Parameter"]["Value"].startswith("ami-")


report("a parameter keeps its life cycle", parameter_keeps_its_life_cycle)
report("versions and labels select", versions_and_labels_select)
report("secrets are shown on request", secrets_are_shown_on_request)
report("paths are paged", paths_are_paged)
report("descriptions are filtered", descriptions_are_filtered)
report("batches tell what is absent", batches_tell_what_is_absent)
report("policies expire parameters", policies_expire_parameters)
report("public parameters are there", public_parameters_are_there)

put("/py-errors/a")
report_errors(
    [
        ("ParameterNotFound", 400, "", lambda: ssm.get_parameter(Name="/py-errors/none")),
        ("ParameterVersionNotFound", 400, "could not find version 3", lambda: ssm.get_parameter(Name="/py-errors/a:3")),
        ("ParameterAlreadyExists", 400, "The parameter already exists.", lambda: put("/py-errors/a")),
        ("HierarchyTypeMismatchException", 400, "type", lambda: put("/py-errors/a", Type="StringList", Overwrite=True)),
        ("HierarchyLevelLimitExceededException", 400, "15 levels", lambda: put("/x" * 16)),
        ("ParameterPatternMismatchException", 400, "allowedPattern", lambda: put("/py-errors/b", AllowedPattern="[0-9]")),
        ("ValidationException", 400, "ssm", lambda: put("ssm-x")),
        ("AccessDeniedException", 400, "reserved parameter name", lambda: put("/aws/x")),
        ("ValidationException", 400, "4096", lambda: put("/py-errors/b", "x" * 4097)),
        ("InvalidFilterKey", 400, "Path", lambda: ssm.get_parameters_by_path(Path="/", ParameterFilters=[{"Key": "Path", "Values": ["/x"]}])),
        ("InvalidNextToken", 400, "", lambda: ssm.get_parameters_by_path(Path="/", NextToken="x")),
        ("InvalidResourceId", 400, "", lambda: ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/py-errors/none")),
    ]
)
