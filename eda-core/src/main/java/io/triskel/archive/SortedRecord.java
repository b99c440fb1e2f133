package io.triskel.archive;

import io.triskel.codec.WireEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An archived event that is being sorted, encoded as it was archived: personal data stays encrypted in temporary files.
 * Records of the same place sort as they were read from the archive.
 *
 * @param object the object's number in the order of reading
 * @param record the record's number in the object
 * @param bytes the {@link #content}
 */
record SortedRecord(StreamPlace place, long object, int record, byte[] bytes) implements Comparable<SortedRecord> {
    /** An estimate of what objects and references take. */
    private static final int OVERHEAD = 200;

    private static final int MOST_NAMES = 512;

    /**
     * What is needed to decode the event.
     *
     * @param place where it is archived, for messages
     * @param transportKey the bus's ordering key, if the archive has it
     */
    record Content(ArchivePlace place, Optional<String> transportKey, WireEvent wire) {}

    static SortedRecord of(StreamPlace place, long object, Content content) throws IOException {
        WireEvent wire = content.wire();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(wire.body().length + MOST_NAMES);
        DataOutputStream out = new DataOutputStream(bytes);
        write(content.place().object(), out);
        out.writeBoolean(content.transportKey().isPresent());
        write(content.transportKey().orElse(""), out);
        out.writeInt(wire.attributes().size());
        for (Map.Entry<String, String> attribute : wire.attributes().entrySet()) {
            write(attribute.getKey(), out);
            write(attribute.getValue(), out);
        }
        out.write(wire.body());
        return new SortedRecord(place, object, content.place().record(), bytes.toByteArray());
    }

    Content content() throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        ArchivePlace archived = new ArchivePlace(read(in), record);
        boolean hasKey = in.readBoolean();
        Optional<String> transportKey = Optional.of(read(in)).filter(key -> hasKey);
        Map<String, String> attributes = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            attributes.put(read(in), read(in));
        }
        return new Content(archived, transportKey, new WireEvent(attributes, in.readAllBytes()));
    }

    /** How much of the heap it takes. */
    long memory() {
        return OVERHEAD
                + bytes.length
                + 2L * (place.stream().length() + place.id().length());
    }

    void writeTo(DataOutputStream out) throws IOException {
        write(place.stream(), out);
        out.writeLong(place.revision());
        write(place.id(), out);
        out.writeLong(object);
        out.writeInt(record);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static SortedRecord readFrom(DataInputStream in) throws IOException {
        StreamPlace place = new StreamPlace(read(in), in.readLong(), read(in));
        return new SortedRecord(place, in.readLong(), in.readInt(), in.readNBytes(in.readInt()));
    }

    /** UTF-8 keeps an event's texts, which have no unpaired surrogates. */
    private static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(SortedRecord other) {
        int places = place.compareTo(other.place);
        int objects = places != 0 ? places : Long.compare(object, other.object);
        return objects != 0 ? objects : Integer.compare(record, other.record);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SortedRecord that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return place.hashCode();
    }
}
