package io.triskel.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import io.triskel.aws.AwsClients;
import io.triskel.aws.LocalClients;
import io.triskel.aws.lambda.fixture.NotingFunction;
import io.triskel.aws.lambda.fixture.NotingFunction.Noted;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.KinesisMapping;
import io.triskel.local.aws.lambda.LambdaHost;
import io.triskel.local.aws.lambda.MappingSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.crac.Resource;
import org.joda.time.DateTime;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/** A real package in the real runtime client, called by a mapping of a stream. */
@Tag("local-clouds")
class KinesisFunctionTest {
    private final KinesisServer kinesis = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    private final AwsClients clients = LocalClients.of(kinesis);
    private final KinesisStream stream = kinesis.createStream("notes", 1);

    @TempDir
    Path folder;

    private LambdaHost host;

    @BeforeEach
    void start() {
        host = LambdaHost.start(folder.resolve("logs"));
    }

    @AfterEach
    void close() {
        host.close();
        clients.close();
        kinesis.close();
    }

    @Test
    void lambda_goes_back_to_the_first_unsettled_and_what_was_handled_is_not_handled_again() throws Exception {
        put("a", event("1", "a", "one"));
        put("b", event("2", "b", "fail-once-two"));
        put("a", event("3", "a", "three"));
        put("b", event("4", "b", "four"));

        run();

        assertThat(lines().stream().filter(line -> line.startsWith("handled")))
                .containsExactlyInAnyOrder("handled one", "handled fail-once-two", "handled three", "handled four")
                .containsSubsequence("handled fail-once-two", "handled four");
        assertThat(lines()).contains("repeated 3").doesNotContain("repeated 1");
    }

    @Test
    void an_event_that_always_fails_is_parked_after_its_attempts_without_an_inbox_too() throws Exception {
        put("a", event("1", "a", "fail"));
        put("b", event("2", "b", "two"));

        run(definition -> definition, Map.of("INBOX", "none"));

        assertThat(lines()).contains("handled two").anyMatch(line -> line.startsWith("parked "));
        assertThat(lines().stream().filter(line -> line.startsWith("attempt")))
                .containsExactly("attempt 1", "attempt 2", "attempt 3", "attempt 4", "attempt 5");
    }

    @Test
    void a_record_that_is_no_event_is_parked_and_others_go_on() throws Exception {
        put("a", "nonsense".getBytes(StandardCharsets.UTF_8));
        put("b", event("1", "b", "one"));

        run();

        assertThat(lines()).hasSize(2).contains("handled one").anyMatch(line -> line.startsWith("parked "));
    }

    @Test
    void a_handler_is_told_when_the_stream_took_its_record() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        put("a", event("1", "a", "when"));
        Instant after = Instant.now();

        run();

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(Instant.parse(line.substring("handled when ".length())))
                        .isBetween(before, after));
    }

    @Test
    void hooks_are_called_around_a_snapshot_and_priming_handles_and_parks_nothing() throws Exception {
        put("a", event("1", "a", "one"));

        run(FunctionDefinition::withSnapStart, Map.of(), Resource.class);

        assertThat(lines()).containsExactly("before the snapshot", "after the restore", "handled one");
    }

    private void run() throws Exception {
        run(definition -> definition, Map.of());
    }

    private void run(UnaryOperator<FunctionDefinition> with, Map<String, String> environment, Class<?>... more)
            throws Exception {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("OUTPUT", folder.resolve("output").toString());
        List<Class<?>> classes = new ArrayList<>(List.of(
                NotingFunction.class,
                KinesisFunction.class,
                EventCodec.class,
                ObjectMapper.class,
                JsonFactory.class,
                JsonProperty.class,
                Jdk8Module.class,
                JavaTimeModule.class,
                ParameterNamesModule.class,
                KinesisEvent.class,
                RequestHandler.class,
                NullMarked.class,
                DateTime.class));
        classes.addAll(List.of(more));
        Path zip = FunctionZip.of(folder, classes);
        KinesisMapping mapping = host.map(
                stream,
                host.deploy(with.apply(
                        FunctionDefinition.of("noting", zip, NotingFunction.class.getName() + "::handleRequest")
                                .withEnvironment(variables))),
                MappingSettings.defaults());
        Await.until("the mapping to catch up", mapping::isCaughtUp);
    }

    private void put(String key, byte[] body) {
        clients.kinesis()
                .putRecord(put -> put.streamName("notes").partitionKey(key).data(SdkBytes.fromByteArray(body)));
    }

    private static byte[] event(String id, String key, String text) {
        return NotingFunction.codec()
                .encode(Envelope.of(new EventId("/test", id), NotingFunction.NOTED, new Noted(text))
                        .withKey(new OrderingKey(key)));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("output"));
    }
}
