import json

from checks import client, report, report_errors

sqs = client("sqs")


def queue_keeps_its_life_cycle():
    url = sqs.create_queue(QueueName="py", Attributes={"VisibilityTimeout": "40"}, tags={"a": "b"})["QueueUrl"]
    assert sqs.get_queue_url(QueueName="py")["QueueUrl"] == url
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "0", "MessageRetentionPeriod": "60"})
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "40" and attributes["MessageRetentionPeriod"] == "60", attributes
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"a": "b"}
    sqs.delete_queue(QueueUrl=url)
    try:
        sqs.get_queue_url(QueueName="py")
        raise AssertionError("the queue is still there")
    except sqs.exceptions.QueueDoesNotExist:
        pass


def messages_carry_attributes():
    url = sqs.create_queue(QueueName="py-messages")["QueueUrl"]
    attributes = {
        "Kind": {"DataType": "String", "StringValue": "é"},
        "Blob": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    sent = sqs.send_message(QueueUrl=url, MessageBody="grüße", MessageAttributes=attributes)
    (message,) = sqs.receive_message(
        QueueUrl=url, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"]
    )["Messages"]
    assert message["MessageId"] == sent["MessageId"] and message["Body"] == "grüße"
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert message["MessageAttributes"] == attributes, message
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    (again,) = sqs.receive_message(QueueUrl=url)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
    assert "Messages" not in sqs.receive_message(QueueUrl=url)


def batches_answer_entry_by_entry():
    url = sqs.create_queue(QueueName="py-batch")["QueueUrl"]
    entries = [{"Id": str(number), "MessageBody": str(number)} for number in range(10)]
    assert len(sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 10
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert sorted(message["Body"] for message in received) == [str(number) for number in range(10)]
    handles = [{"Id": message["Body"], "ReceiptHandle": message["ReceiptHandle"]} for message in received]
    answer = sqs.delete_message_batch(QueueUrl=url, Entries=handles)
    assert len(answer["Successful"]) == 10 and not answer.get("Failed"), answer


def fifo_keeps_order():
    attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    url = sqs.create_queue(QueueName="py.fifo", Attributes=attributes)["QueueUrl"]
    for body in ["1", "2", "2", "3"]:
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [message["Body"] for message in received] == ["1", "2", "3"], received


def lists_are_paged():
    for number in range(5):
        sqs.create_queue(QueueName=f"py-page-{number}")
    pages = list(sqs.get_paginator("list_queues").paginate(QueueNamePrefix="py-page-", PaginationConfig={"PageSize": 2}))
    assert [len(page["QueueUrls"]) for page in pages] == [2, 2, 1], pages


def resource_interface_works():
    import boto3

    queue = boto3.resource("sqs").create_queue(QueueName="py-resource")
    queue.send_message(MessageBody="x")
    (message,) = queue.receive_messages(WaitTimeSeconds=1)
    assert message.body == "x"
    message.delete()
    queue.delete()


report("a queue keeps its life cycle", queue_keeps_its_life_cycle)
report("messages carry attributes", messages_carry_attributes)
report("batches answer entry by entry", batches_answer_entry_by_entry)
report("a FIFO queue keeps order", fifo_keeps_order)
report("lists are paged", lists_are_paged)
report("the resource interface works", resource_interface_works)

errors_url = sqs.create_queue(QueueName="py-errors")["QueueUrl"]
two = [{"Id": "a", "MessageBody": "x"}, {"Id": "a", "MessageBody": "y"}]
eleven = [{"Id": str(number), "MessageBody": "x"} for number in range(11)]
report_errors(
    [
        ("AWS.SimpleQueueService.NonExistentQueue", 400, "The specified queue does not exist.", lambda: sqs.get_queue_url(QueueName="none")),
        ("QueueAlreadyExists", 400, "DelaySeconds", lambda: sqs.create_queue(QueueName="py-errors", Attributes={"DelaySeconds": "9"})),
        ("InvalidParameterValue", 400, "1 to 80 in length", lambda: sqs.create_queue(QueueName="no spaces")),
        ("InvalidAttributeName", 400, "Unknown Attribute Colour.", lambda: sqs.create_queue(QueueName="q", Attributes={"Colour": "red"})),
        ("InvalidAttributeValue", 400, "VisibilityTimeout", lambda: sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "x"})),
        ("ReceiptHandleIsInvalid", 404, "is not a valid receipt handle.", lambda: sqs.delete_message(QueueUrl=errors_url, ReceiptHandle="x")),
        ("InvalidParameterValue", 400, "Must be between 1 and 10, if provided.", lambda: sqs.receive_message(QueueUrl=errors_url, MaxNumberOfMessages=0)),
        ("MissingParameter", 400, "MessageBody", lambda: sqs.send_message(QueueUrl=errors_url, MessageBody="")),
        ("AWS.SimpleQueueService.EmptyBatchRequest", 400, "at least one", lambda: sqs.send_message_batch(QueueUrl=errors_url, Entries=[])),
        ("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400, "You have sent 11.", lambda: sqs.send_message_batch(QueueUrl=errors_url, Entries=eleven)),
        ("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400, "Id a repeated.", lambda: sqs.send_message_batch(QueueUrl=errors_url, Entries=two)),
        ("InvalidMessageContents", 400, "Invalid characters", lambda: sqs.send_message(QueueUrl=errors_url, MessageBody="\x01")),
        ("ResourceNotFoundException", 404, "doesn't exist", lambda: sqs.start_message_move_task(SourceArn="arn:aws:sqs:us-east-1:000000000000:none")),
    ]
)
