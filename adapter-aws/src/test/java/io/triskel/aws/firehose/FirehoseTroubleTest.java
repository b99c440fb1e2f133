package io.triskel.aws.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.local.Fault;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.RejectionCause;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Firehose refuses, in the core's words, through the real client. */
class FirehoseTroubleTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());

    @TempDir
    Path folder;

    private FirehoseArchive archive;

    record Counted(int n) {}

    @BeforeEach
    void start() {
        archive = new FirehoseArchive(CODEC, folder);
    }

    @AfterEach
    void close() {
        archive.close();
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, DENIED",
        "ServiceUnavailableException, THROTTLED",
        "InvalidKMSResourceException, INVALID",
        "InternalFailure, UNKNOWN"
    })
    void a_refused_request_is_rejected_with_its_cause(String code, RejectionCause cause) {
        archive.server.faults().next(1, "PutRecordBatch", new Fault.Refused(code));

        assertThat(causeOf(archive.bus, 10)).isEqualTo(cause);
    }

    @Test
    void a_delivery_stream_that_does_not_exist_is_not_found() {
        assertThat(causeOf(archive.bus("nowhere"), 10)).isEqualTo(RejectionCause.NOT_FOUND);
    }

    @Test
    void a_record_over_the_services_limit_is_too_large() {
        assertThat(causeOf(archive.bus, 1000 * 1024)).isEqualTo(RejectionCause.TOO_LARGE);
    }

    private RejectionCause causeOf(FirehoseBus bus, int bytes) {
        Envelope<Counted> event = Envelope.of(new EventId("/test", "1"), COUNTED, new Counted(1));
        Outgoing outgoing = new Outgoing(event, WireEvent.structured(new byte[bytes]), bytes);
        BusResult result = bus.send(List.of(outgoing), archive.deadline())
                .toCompletableFuture()
                .join()
                .get(0);
        return ((BusResult.Failed) result).cause();
    }
}
