import json

from checks import advance, client, report, report_errors

cloudformation = client("cloudformation")
cloudcontrol = client("cloudcontrol")
sqs = client("sqs")
ssm = client("ssm")
NO_DELAY = {"Delay": 0, "MaxAttempts": 2000}


def queue(seconds=0):
    return json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": seconds}}}})


def create(name, template=None, **more):
    stack_id = cloudformation.create_stack(StackName=name, TemplateBody=template or queue(), **more)["StackId"]
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=NO_DELAY)
    return stack_id


def read(name):
    return cloudformation.describe_stacks(StackName=name)["Stacks"][0]


def stack_keeps_its_life_cycle():
    stack_id = create("py", Tags=[{"Key": "a", "Value": "b"}])
    stack = read("py")
    assert stack["StackId"] == stack_id and stack["StackStatus"] == "CREATE_COMPLETE", stack
    assert stack["Tags"] == [{"Key": "a", "Value": "b"}] and stack["RollbackConfiguration"] == {}, stack
    # A JSON template comes back as a dict.
    assert cloudformation.get_template(StackName="py")["TemplateBody"]["Resources"]["Q"]["Type"] == "AWS::SQS::Queue"
    cloudformation.update_stack(StackName="py", TemplateBody=queue(5))
    cloudformation.get_waiter("stack_update_complete").wait(StackName="py", WaiterConfig=NO_DELAY)
    url = cloudformation.describe_stack_resource(StackName="py", LogicalResourceId="Q")["StackResourceDetail"]["PhysicalResourceId"]
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["DelaySeconds"])["Attributes"] == {"DelaySeconds": "5"}
    cloudformation.delete_stack(StackName="py")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="py", WaiterConfig=NO_DELAY)
    assert read(stack_id)["StackStatus"] == "DELETE_COMPLETE"


def resource_objects_work():
    import boto3

    create("py-object")
    stack = boto3.resource("cloudformation").Stack("py-object")
    assert stack.stack_status == "CREATE_COMPLETE"
    assert [each.logical_resource_id for each in stack.resource_summaries.all()] == ["Q"]
    assert [event.resource_status for event in stack.events.all()][0] == "CREATE_COMPLETE"


def change_sets_are_described_and_executed():
    create("py-sets")
    cloudformation.create_change_set(StackName="py-sets", ChangeSetName="c", TemplateBody=queue(9))
    cloudformation.get_waiter("change_set_create_complete").wait(StackName="py-sets", ChangeSetName="c", WaiterConfig=NO_DELAY)
    (change,) = cloudformation.describe_change_set(StackName="py-sets", ChangeSetName="c")["Changes"]
    assert change["ResourceChange"]["Replacement"] == "False", change
    cloudformation.execute_change_set(StackName="py-sets", ChangeSetName="c")
    cloudformation.get_waiter("stack_update_complete").wait(StackName="py-sets", WaiterConfig=NO_DELAY)


def events_are_paged_and_in_order():
    topics = {f"T{number}": {"Type": "AWS::SNS::Topic"} for number in range(150)}
    create("py-pages", json.dumps({"Resources": topics}))
    pages = list(cloudformation.get_paginator("describe_stack_events").paginate(StackName="py-pages"))
    assert [len(page["StackEvents"]) for page in pages] == [100, 100, 100, 100, 52], pages
    resources = cloudformation.get_paginator("list_stack_resources").paginate(StackName="py-pages")
    assert sum(len(page["StackResourceSummaries"]) for page in resources) == 150


def exports_are_listed_and_imported():
    output = {"Value": "v", "Export": {"Name": "py-export"}}
    create("py-exporter", json.dumps({**json.loads(queue()), "Outputs": {"O": output}}))
    parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Name": "/py", "Value": {"Fn::ImportValue": "py-export"}}}
    create("py-importer", json.dumps({"Resources": {"P": parameter}}))
    assert ssm.get_parameter(Name="/py")["Parameter"]["Value"] == "v"
    exports = [each for page in cloudformation.get_paginator("list_exports").paginate() for each in page["Exports"]]
    assert ("py-export", "v") in [(each["Name"], each["Value"]) for each in exports], exports
    assert cloudformation.list_imports(ExportName="py-export")["Imports"] == ["py-importer"]


def a_creation_that_takes_too_long_is_rolled_back():
    handle = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    wait = {"Type": "AWS::CloudFormation::WaitCondition", "Properties": {"Handle": {"Ref": "H"}, "Timeout": 300}}
    cloudformation.create_stack(StackName="py-wait", TemplateBody=json.dumps({"Resources": {"H": handle, "W": wait}}))
    advance(301)
    for _ in range(2000):
        if not read("py-wait")["StackStatus"].endswith("IN_PROGRESS"):
            break
    assert read("py-wait")["StackStatus"] == "ROLLBACK_COMPLETE", read("py-wait")
    reasons = [event.get("ResourceStatusReason", "") for event in cloudformation.describe_stack_events(StackName="py-wait")["StackEvents"]]
    assert any("WaitCondition timed out. Received 0 conditions when expecting 1" in reason for reason in reasons), reasons


def a_signal_ends_a_wait():
    wait = {"Type": "AWS::CloudFormation::WaitCondition", "CreationPolicy": {"ResourceSignal": {"Count": 1, "Timeout": "PT5M"}}}
    cloudformation.create_stack(StackName="py-signal", TemplateBody=json.dumps({"Resources": {"W": wait}}))
    for _ in range(2000):
        if cloudformation.describe_stack_resources(StackName="py-signal")["StackResources"]:
            break
    cloudformation.signal_resource(StackName="py-signal", LogicalResourceId="W", UniqueId="1", Status="SUCCESS")
    cloudformation.get_waiter("stack_create_complete").wait(StackName="py-signal", WaiterConfig=NO_DELAY)


def drift_is_found():
    create("py-drift")
    url = cloudformation.describe_stack_resource(StackName="py-drift", LogicalResourceId="Q")["StackResourceDetail"]["PhysicalResourceId"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "30"})
    detection = cloudformation.detect_stack_drift(StackName="py-drift")["StackDriftDetectionId"]
    for _ in range(2000):
        status = cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=detection)
        if status["DetectionStatus"] != "DETECTION_IN_PROGRESS":
            break
    assert status["StackDriftStatus"] == "DRIFTED", status
    (drift,) = cloudformation.describe_stack_resource_drifts(StackName="py-drift")["StackResourceDrifts"]
    (difference,) = drift["PropertyDifferences"]
    assert (difference["PropertyPath"], difference["ExpectedValue"], difference["ActualValue"]) == ("/DelaySeconds", "0", "30"), drift


def types_are_listed_and_described():
    pages = cloudformation.get_paginator("list_types").paginate(Visibility="PUBLIC", Filters={"TypeNamePrefix": "AWS::SQS::"})
    names = [each["TypeName"] for page in pages for each in page["TypeSummaries"]]
    assert "AWS::SQS::Queue" in names, names
    schema = json.loads(cloudformation.describe_type(Type="RESOURCE", TypeName="AWS::SQS::Queue")["Schema"])
    assert schema["primaryIdentifier"] == ["/properties/QueueUrl"], schema


def cloud_control_makes_resources():
    made = cloudcontrol.create_resource(TypeName="AWS::SQS::Queue", DesiredState=json.dumps({"QueueName": "py-control"}))
    token = made["ProgressEvent"]["RequestToken"]
    cloudcontrol.get_waiter("resource_request_success").wait(RequestToken=token, WaiterConfig=NO_DELAY)
    identifier = cloudcontrol.get_resource_request_status(RequestToken=token)["ProgressEvent"]["Identifier"]
    properties = cloudcontrol.get_resource(TypeName="AWS::SQS::Queue", Identifier=identifier)["ResourceDescription"]["Properties"]
    assert json.loads(properties)["QueueName"] == "py-control", properties
    listed = cloudcontrol.get_paginator("list_resources").paginate(TypeName="AWS::SQS::Queue")
    assert identifier in [each["Identifier"] for page in listed for each in page["ResourceDescriptions"]]


for check in [
    stack_keeps_its_life_cycle,
    resource_objects_work,
    change_sets_are_described_and_executed,
    events_are_paged_and_in_order,
    exports_are_listed_and_imported,
    a_creation_that_takes_too_long_is_rolled_back,
    a_signal_ends_a_wait,
    drift_is_found,
    types_are_listed_and_described,
    cloud_control_makes_resources,
]:
    report(check.__name__, check)

report_errors(
    [
        ("ValidationError", 400, "Stack with id none does not exist", lambda: cloudformation.describe_stacks(StackName="none")),
        ("ValidationError", 400, "Stack [none] does not exist", lambda: cloudformation.update_stack(StackName="none", TemplateBody=queue())),
        ("AlreadyExistsException", 400, "Stack [py-sets] already exists", lambda: cloudformation.create_stack(StackName="py-sets", TemplateBody=queue())),
        ("ValidationError", 400, "No updates are to be performed.", lambda: cloudformation.update_stack(StackName="py-sets", UsePreviousTemplate=True)),
        ("ValidationError", 400, "Template format error: JSON not well-formed. (line 1, column ", lambda: cloudformation.validate_template(TemplateBody='{"Resources": {')),
        ("ChangeSetNotFound", 404, "ChangeSet [none] does not exist", lambda: cloudformation.execute_change_set(StackName="py-sets", ChangeSetName="none")),
        ("ValidationError", 400, "Export 'none' does not exist.", lambda: cloudformation.list_imports(ExportName="none")),
        ("StackSetNotFoundException", 404, "StackSet none not found", lambda: cloudformation.describe_stack_set(StackSetName="none")),
        ("TypeNotFoundException", 404, "", lambda: cloudformation.describe_type(Type="RESOURCE", TypeName="My::Own::Type")),
        ("ResourceNotFoundException", 400, "was not found", lambda: cloudcontrol.get_resource(TypeName="AWS::SNS::Topic", Identifier="arn:aws:sns:us-east-1:000000000000:none")),
    ]
)
