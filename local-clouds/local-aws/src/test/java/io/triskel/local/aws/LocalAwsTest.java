package io.triskel.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.local.NodeTools;
import io.triskel.local.OrphanCheck;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at all processes that this JVM has started")
@Tag("local-clouds")
class LocalAwsTest {

    @TempDir
    Path folder;

    @Test
    void one_call_starts_everything_and_its_environment_leads_the_real_sdk_to_it() {
        LocalAwsSettings settings =
                LocalAwsSettings.in(NodeTools.projectRoot(), folder).withTables(List.of(table("orders")));
        URI dynamoDb;

        try (LocalAws aws = LocalAws.start(settings)) {
            aws.kinesis().createStream("events", 1);
            Map<String, String> environment = aws.environment();
            dynamoDb = URI.create(environment.get("AWS_ENDPOINT_URL_DYNAMODB"));
            try (var kinesis = AwsClients.kinesis(URI.create(environment.get("AWS_ENDPOINT_URL_KINESIS")));
                    var firehose = AwsClients.firehose(URI.create(environment.get("AWS_ENDPOINT_URL_FIREHOSE")));
                    var tables = AwsClients.dynamoDb(dynamoDb)) {
                assertThat(kinesis.listStreams().streamNames()).containsExactly("events");
                assertThat(firehose.listDeliveryStreams().deliveryStreamNames()).isEmpty();
                assertThat(tables.listTables().tableNames()).containsExactly("orders");
            }
            assertThat(environment)
                    .containsEntry("AWS_ACCESS_KEY_ID", aws.accessKey().id())
                    .containsEntry("AWS_SECRET_ACCESS_KEY", aws.accessKey().secret())
                    .containsEntry("AWS_REGION", "us-east-1");
        }

        try (var tables = AwsClients.dynamoDb(dynamoDb)) {
            assertThatThrownBy(tables::listTables).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void what_started_is_ended_again_if_a_later_part_does_not_start() {
        LocalAwsSettings settings =
                LocalAwsSettings.in(NodeTools.projectRoot(), folder).withTables(List.of(table("same"), table("same")));

        assertThatThrownBy(() -> LocalAws.start(settings)).hasMessageContaining("ResourceInUseException");

        // Those of other test classes, too, which run at the same time and end.
        List<ProcessHandle> left = ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("dynalite"))
                .toList();
        Await.until("the end of every child", () -> left.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void nothing_is_left_running_when_its_jvm_is_killed() {
        assertThat(OrphanCheck.kill(Owner.class, folder)).hasSizeGreaterThanOrEqualTo(2);
    }

    /** Starts a local AWS and never ends by itself. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            LocalAws aws = LocalAws.start(LocalAwsSettings.in(NodeTools.projectRoot(), folder.resolve("aws")));
            OrphanCheck.awaitDeath();
            aws.close();
        }
    }

    private static String table(String name) {
        return """
                {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}
                """.formatted(name);
    }
}
