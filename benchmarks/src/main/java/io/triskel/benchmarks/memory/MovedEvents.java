package io.triskel.benchmarks.memory;

import io.triskel.archive.ArchiveObjects;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An archive of JSON lines that takes no memory: events are made when they are read, 10,000 in each object. */
final class MovedEvents implements ArchiveObjects {
    static final EventType MOVED = EventType.of("triskel.benchmarks.moved", 1);
    static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(MOVED, Moved.class).build());

    private static final int SIZE = 10_000;
    private static final int FIRST = 1_000_000;
    private static final String NOTE = "x".repeat(300);

    /** A prime: its multiples visit every event once, in an order far from that of the streams. */
    private static final long STEP = 1_000_003;

    private final int events;
    private final int streams;
    private int opened;

    /** Data of an event. */
    record Moved(long amount, String note) {}

    MovedEvents(int events, int streams) {
        if (events % streams != 0 || events % SIZE != 0) {
            throw new IllegalArgumentException(
                    "events must be a multiple of " + streams + " and " + SIZE + ", not " + events);
        }
        this.events = events;
        this.streams = streams;
    }

    static StreamId stream(long number) {
        return new StreamId("account-" + number);
    }

    int opened() {
        return opened;
    }

    @Override
    public List<String> list(String prefix, Optional<String> after, int limit) {
        return IntStream.range(0, events / SIZE)
                .mapToObj(object -> prefix + (FIRST + object))
                .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public InputStream open(String object) {
        opened++;
        int number = Integer.parseInt(object.substring(object.lastIndexOf('/') + 1)) - FIRST;
        return new Lines(number * SIZE);
    }

    private byte[] line(long index) {
        long event = index * STEP % events;
        long revision = event / streams + 1;
        StreamId stream = stream(event % streams);
        byte[] json = CODEC.encode(
                Envelope.of(new EventId("/accounts", stream.value() + "-" + revision), MOVED, new Moved(revision, NOTE))
                        .withPattern(new EventKind.Sourced(stream, revision)));
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    private final class Lines extends InputStream {
        private final int end;
        private int next;
        private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);

        Lines(int from) {
            this.next = from;
            this.end = from + SIZE;
        }

        private boolean more() {
            if (line.available() == 0 && next < end) {
                line = new ByteArrayInputStream(line(next++));
            }
            return line.available() > 0;
        }

        @Override
        public int read() {
            return more() ? line.read() : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            return more() ? line.read(to, offset, length) : -1;
        }
    }
}
