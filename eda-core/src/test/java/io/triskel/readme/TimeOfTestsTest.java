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

    /** A busy machine keeps a thread or a process waiting for as long as this. */
    private static final Pattern SHORT_WAIT = Pattern.compile("\\(\\d+, TimeUnit\\.SECONDS\\)|@Timeout\\(\\d{1,2}\\)");

    /**
     * Tests that read the real time and need not care how fast it passes: an SDK or another process has that clock, a deadline is far
     * away, or a wait is measured that may be longer.
     */
    private static final List<String> NAMED = List.of("""
        Await AwsUpTest AzurePastTest BrokenConnectionsTest CaptureReplayTest ClosedFunctionUrlTest CloudKmsKeyWrappingTest
        ConsoleTalkTest DeadConnectionsTest DeployedFunctionTest Drawer DurableHub EveryEventTest FakeTarget FaultsTest
        FirehoseArchive FlowObserverTest FunctionPathTest GcpPastTest HttpFunctionsTest HubConsumerTest HubProcessorTest
        HubPublishing HubReaderTest InMemoryBusTest InMemoryPublishing InvokeApiTest KinesisFunctionTest
        KinesisMappingTest KinesisPublishing KinesisServerTest LauncherTest LazyHttpLookupTest LoadProcessTest
        LocalOrders LookupContractProofTest LostAnswersTest MessageArchiveTest NotesFunction NotingFunction
        OrdersInMemory OwnPageTest PackagedFunctionsTest ProcessorTest PubSubPublishing PublishTest PublishingTest
        PullConsumerTest Pulling ReadmePage ReceivingTest RequestBudgetTest SecondOpinionTest ShardConsumerTest
        SignalledCli StatesServerTest StepFunctionsEngineTest StreamHeadersTest TableRepairTest TableUpkeepTest
        TokenIssuerTest WatchedRunTest
        """.strip().split("\\s+"));

    @Test
    void no_test_reads_the_real_time_but_those_named_here() throws IOException {
        assertThat(testsWith(REAL_TIME)).containsExactlyInAnyOrderElementsOf(NAMED);
    }

    @Test
    void no_test_gives_up_a_wait_within_seconds() throws IOException {
        assertThat(testsWith(SHORT_WAIT)).isEmpty();
    }

    private static List<String> testsWith(Pattern what) throws IOException {
        return Sources.all(".java")
                .filter(file -> file.toString().replace('\\', '/').contains("/src/test/java/"))
                .filter(file -> what.matcher(text(file)).find())
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .distinct()
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
