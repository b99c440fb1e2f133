package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A test moves its own clock, so that no machine is too slow for it. */
class TimeOfTestsTest {
    private static final Pattern REAL_TIME =
            Pattern.compile("InstantSource\\.system\\(\\)|System\\.nanoTime|Instant\\.now\\(\\)|Thread\\.sleep");

    /**
     * Tests that read the real time and need not care how fast it passes: an SDK or another process has that clock, a deadline is far
     * away, or a wait is measured that may be longer.
     */
    private static final List<String> NAMED = List.of("""
            AwsUpTest BrokenConnectionsTest CaptureReplayTest
            ClosedFunctionUrlTest CloudKmsKeyWrappingTest DeployedFunctionTest Drawer DurableHub
            DynamoDbPersonalKeysTest EventHubsTroubleTest EveryEventTest FakeTarget FirehoseArchive
            FirestorePersonalKeysTest FunctionPathTest HeldMessagesTest HttpLookupTest
            HubConsumerTest HubProcessorTest HubPublishing HubReaderTest IdTokensTest
            InMemoryBusTest InMemoryPublishing KinesisFunctionTest KinesisMappingTest
            KinesisPublishing KinesisServerTest LauncherTest LoadProcessTest LocalOrders
            LookupContractProofTest LostAnswersTest MessageArchiveTest NotesFunction NotingFunction
            OpenTelemetryObserverTest OrdersInMemory PackagedFunctionsTest PubSubPublishing
            PublishTest PublishingTest PullConsumerTest Pulling ReadmePage ReceivingTest
            ReplicationThroughTheBusTest RequestBudgetTest SecondOpinionTest ShardConsumerTest SignalledCli
            StatesServerTest StepFunctionsEngineTest StreamHeadersTest TablePersonalKeysTest
            TableRepairTest TableUpkeepTest TokenIssuerTest
            """.strip().split("\\s+"));

    @Test
    void no_test_reads_the_real_time_but_those_named_here() throws IOException {
        List<String> readers = Sources.all(".java")
                .filter(file -> file.toString().replace('\\', '/').contains("/src/test/java/"))
                .filter(file -> REAL_TIME.matcher(text(file)).find())
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .distinct()
                .toList();

        assertThat(readers).containsExactlyInAnyOrderElementsOf(NAMED);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
