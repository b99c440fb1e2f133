package io.triskel.archive;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;

/**
 * An archive of any size that takes no memory: its events are made when they are read. Each stream is spread over all
 * objects, out of order, and each object begins with the last events of the one before it.
 */
final class GeneratedArchive implements ArchiveObjects {
    private static final EventType FILLED = EventType.of("triskel.test.filled", 1);
    static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(FILLED, Filled.class).build());

    /** Repeats at an object's beginning. */
    private static final int REPEATS = 20;

    /** A prime, so that its multiples visit every event once in an order far from that of the streams. */
    private static final long STEP = 1_000_003;

    private final int events;
    private final int streams;
    private final int objects;
    private final String filling;
    private final boolean compressed;
    private int opened;
    private int listed;

    /** Data of an event. */
    record Filled(String filling) {}

    /**
     * An archive.
     *
     * @param bytes of each event's data
     */
    GeneratedArchive(int events, int streams, int objects, int bytes, boolean compressed) {
        if (events % streams != 0 || events % objects != 0 || events % STEP == 0) {
            throw new IllegalArgumentException("streams and objects must divide the events: " + events);
        }
        this.events = events;
        this.streams = streams;
        this.objects = objects;
        this.filling = "x".repeat(bytes);
        this.compressed = compressed;
    }

    int opened() {
        return opened;
    }

    int listed() {
        return listed;
    }

    @Override
    public List<String> list(String prefix, Optional<String> after, int limit) {
        listed++;
        return IntStream.range(0, objects)
                .mapToObj(object -> prefix + (1_000_000 + object))
                .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public InputStream open(String object) {
        opened++;
        int number = Integer.parseInt(object.substring(object.lastIndexOf('/') + 1)) - 1_000_000;
        int size = events / objects;
        InputStream lines = new Lines(Math.max(0, number * size - REPEATS), (number + 1) * size);
        return compressed ? gzip(lines) : lines;
    }

    private byte[] line(long index) {
        long event = index * STEP % events;
        long revision = event / streams + 1;
        String stream = "stream-" + event % streams;
        byte[] json =
                CODEC.encode(Envelope.of(new EventId("/test", stream + "-" + revision), FILLED, new Filled(filling))
                        .withPattern(new EventKind.Sourced(new StreamId(stream), revision)));
        byte[] line = new byte[json.length + 1];
        System.arraycopy(json, 0, line, 0, json.length);
        line[json.length] = '\n';
        return line;
    }

    private final class Lines extends InputStream {
        private final int end;
        private int next;
        private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);

        Lines(int from, int end) {
            this.next = from;
            this.end = end;
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
            return length == 0 ? 0 : more() ? line.read(to, offset, length) : -1;
        }
    }

    /** The file format of RFC 1952: ten bytes, the deflated content, checksum and size. */
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes an Enumeration.
    private static InputStream gzip(InputStream plain) {
        CheckedInputStream content = new CheckedInputStream(plain, new CRC32());
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        Iterator<Supplier<InputStream>> parts = List.<Supplier<InputStream>>of(
                        () -> new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0}),
                        () -> new DeflaterInputStream(content, deflater),
                        () -> new ByteArrayInputStream(ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt((int) content.getChecksum().getValue())
                                .putInt((int) deflater.getBytesRead())
                                .array()))
                .iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return parts.next().get();
            }
        });
    }
}
