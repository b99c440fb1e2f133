package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.hosting.AwsOperations;
import io.triskel.notify.Credential;
import io.triskel.orders.contracts.UpContract;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

@Tag("local-clouds")
class AwsUpTest extends UpContract {
    AwsUpTest() {
        super(
                AwsUp.class,
                AwsOperations.class,
                AwsConsole.class,
                "AWS_ENDPOINT_URL_KINESIS",
                "AWS_ENDPOINT_URL_FIREHOSE",
                "AWS_ENDPOINT_URL_DYNAMODB",
                "AWS_ENDPOINT_URL_LAMBDA",
                "AWS_REGION",
                "TRISKEL_APP_FUNCTIONS",
                "TRISKEL_APP_GIVEN_UP",
                "TRISKEL_APP_STREAM",
                "TRISKEL_APP_ARCHIVE",
                "TRISKEL_APP_TABLES");
    }

    @Override
    protected Credential credential(Map<String, String> environment) {
        AwsBasicCredentials key = AwsBasicCredentials.create(
                environment.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""));
        return AwsClients.of(AwsSettings.from(environment), StaticCredentialsProvider.create(key))
                .functionUrlCredential(InstantSource.system());
    }
}
