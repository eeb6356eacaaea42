import json

from checks import client, report, report_errors

sns = client("sns")
sqs = client("sqs")


def topic_with_queue(name, topic=None, **attributes):
    topic_arn = sns.create_topic(Name=name, Attributes=topic or {})["TopicArn"]
    queue_arn = f"arn:aws:sqs:us-east-1:000000000000:sns-{name}"
    statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": queue_arn}
    settings = {"Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}
    if name.endswith(".fifo"):
        settings["FifoQueue"] = "true"
    url = sqs.create_queue(QueueName=f"sns-{name}", Attributes=settings)["QueueUrl"]
    subscription = sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=queue_arn, Attributes=attributes)
    return topic_arn, url, subscription["SubscriptionArn"]


def receive(url, count):
    """The clock stands still, so a message that is not there yet is waited for in real time by asking again."""
    found = []
    for _ in range(200):
        for message in sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"]
        ).get("Messages", []):
            found.append(message)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if len(found) >= count:
            break
    return found


def topic_keeps_its_life_cycle():
    arn = sns.create_topic(Name="py", Attributes={"DisplayName": "Py"}, Tags=[{"Key": "a", "Value": "b"}])["TopicArn"]
    assert arn == "arn:aws:sns:us-east-1:000000000000:py", arn
    assert sns.create_topic(Name="py")["TopicArn"] == arn
    sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="Grüße")
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert attributes["DisplayName"] == "Grüße" and attributes["Owner"] == "000000000000", attributes
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    sns.delete_topic(TopicArn=arn)
    try:
        sns.get_topic_attributes(TopicArn=arn)
        raise AssertionError("the topic is still there")
    except sns.exceptions.NotFoundException:
        pass


def envelopes_arrive():
    arn, url, _ = topic_with_queue("py-envelope")
    sent = sns.publish(TopicArn=arn, Message="grüße", Subject="s", MessageAttributes={"k": {"DataType": "String", "StringValue": "v"}})
    (message,) = receive(url, 1)
    body = json.loads(message["Body"])
    assert body["MessageId"] == sent["MessageId"] and body["Message"] == "grüße" and body["Subject"] == "s", body
    assert body["MessageAttributes"] == {"k": {"Type": "String", "Value": "v"}}, body


def raw_messages_keep_their_attributes():
    arn, url, _ = topic_with_queue("py-raw", RawMessageDelivery="true")
    attributes = {"blob": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}, "n": {"DataType": "Number", "StringValue": "1.5"}}
    sns.publish(TopicArn=arn, Message="raw", MessageAttributes=attributes)
    (message,) = receive(url, 1)
    assert message["Body"] == "raw" and message["MessageAttributes"] == attributes, message


def filters_choose():
    arn, url, subscription = topic_with_queue("py-filter", RawMessageDelivery="true", FilterPolicy=json.dumps({"n": [{"numeric": [">=", 5]}]}))
    for number in ["4", "5"]:
        sns.publish(TopicArn=arn, Message=number, MessageAttributes={"n": {"DataType": "Number", "StringValue": number}})
    assert [message["Body"] for message in receive(url, 1)] == ["5"]
    sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="FilterPolicyScope", AttributeValue="MessageBody")
    found = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    assert found["FilterPolicyScope"] == "MessageBody" and found["PendingConfirmation"] == "false", found


def fifo_keeps_order():
    arn, url, _ = topic_with_queue("py.fifo", {"FifoTopic": "true", "ContentBasedDeduplication": "true"}, RawMessageDelivery="true")
    for body in ["1", "2", "2", "3"]:
        sns.publish(TopicArn=arn, Message=body, MessageGroupId="g")
    assert [message["Body"] for message in receive(url, 3)] == ["1", "2", "3"]


def batches_answer_entry_by_entry():
    arn, url, _ = topic_with_queue("py-batch", RawMessageDelivery="true")
    entries = [{"Id": str(number), "Message": str(number)} for number in range(10)]
    assert len(sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=entries)["Successful"]) == 10
    assert sorted(message["Body"] for message in receive(url, 10)) == [str(number) for number in range(10)]


def lists_are_paged():
    arns = [sns.create_topic(Name=f"py-page-{number}")["TopicArn"] for number in range(105)]
    pages = list(sns.get_paginator("list_topics").paginate())
    assert len(pages[0]["Topics"]) == 100
    assert set(arns) <= {topic["TopicArn"] for page in pages for topic in page["Topics"]}


def resource_interface_works():
    import boto3

    topic = boto3.resource("sns").create_topic(Name="py-resource")
    assert topic.publish(Message="x")["MessageId"]
    assert list(topic.subscriptions.all()) == []
    topic.delete()


report("a topic keeps its life cycle", topic_keeps_its_life_cycle)
report("envelopes arrive", envelopes_arrive)
report("raw messages keep their attributes", raw_messages_keep_their_attributes)
report("filters choose", filters_choose)
report("a FIFO topic keeps order", fifo_keeps_order)
report("batches answer entry by entry", batches_answer_entry_by_entry)
report("lists are paged", lists_are_paged)
report("the resource interface works", resource_interface_works)

arn = sns.create_topic(Name="py-errors")["TopicArn"]
none = "arn:aws:sns:us-east-1:000000000000:none"
two = [{"Id": "a", "Message": "x"}, {"Id": "a", "Message": "y"}]
eleven = [{"Id": str(number), "Message": "x"} for number in range(11)]
report_errors(
    [
        ("NotFound", 404, "Topic does not exist", lambda: sns.publish(TopicArn=none, Message="x")),
        ("NotFound", 404, "Subscription does not exist", lambda: sns.get_subscription_attributes(SubscriptionArn=f"{arn}:0")),
        ("InvalidParameter", 400, "Topic Name", lambda: sns.create_topic(Name="a b")),
        ("InvalidParameter", 400, "different attributes", lambda: sns.create_topic(Name="py-errors", Attributes={"DisplayName": "x"})),
        ("InvalidParameter", 400, "at least 6 elements", lambda: sns.publish(TopicArn="x", Message="x")),
        ("InvalidParameter", 400, "Empty message", lambda: sns.publish(TopicArn=arn, Message="")),
        ("InvalidParameter", 400, "Message too long", lambda: sns.publish(TopicArn=arn, Message="x" * 262145)),
        ("InvalidParameter", 400, "does not support this protocol string", lambda: sns.subscribe(TopicArn=arn, Protocol="pigeon", Endpoint="x")),
        ("InvalidParameter", 400, "AttributeName", lambda: sns.set_topic_attributes(TopicArn=arn, AttributeName="Colour", AttributeValue="x")),
        ("EmptyBatchRequest", 400, "", lambda: sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=[])),
        ("BatchEntryIdsNotDistinct", 400, "", lambda: sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=two)),
        ("TooManyEntriesInBatchRequest", 400, "", lambda: sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=eleven)),
        ("ResourceNotFound", 404, "Resource does not exist", lambda: sns.list_tags_for_resource(ResourceArn=none)),
    ]
)
