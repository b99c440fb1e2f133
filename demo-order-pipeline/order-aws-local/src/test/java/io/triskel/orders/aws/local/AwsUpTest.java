package io.triskel.orders.aws.local;

import io.triskel.orders.contracts.UpContract;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AwsUpTest extends UpContract {
    AwsUpTest() {
        super(
                AwsUp.class,
                "AWS_ENDPOINT_URL_KINESIS",
                "AWS_ENDPOINT_URL_FIREHOSE",
                "AWS_ENDPOINT_URL_DYNAMODB",
                "AWS_REGION",
                "ORDERS_STREAM",
                "ORDERS_TABLES");
    }
}
