package io.triskel.aws.dynamodb;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The parts of a parked event that can be large, as bytes: its identity, attributes and body, each after its length.
 */
record ParkedBytes(EventId event, WireEvent wire) {
    static byte[] of(ParkedEvent parked) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, parked.event().source());
            write(out, parked.event().id());
            Map<String, String> attributes = parked.wire().attributes();
            out.writeInt(attributes.size());
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                write(out, attribute.getKey());
                write(out, attribute.getValue());
            }
            out.writeInt(parked.wire().body().length);
            out.write(parked.wire().body());
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory cannot fail", impossible);
        }
        return bytes.toByteArray();
    }

    static ParkedBytes read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            EventId event = new EventId(text(in), text(in));
            Map<String, String> attributes = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String name = text(in);
                attributes.put(name, text(in));
            }
            return new ParkedBytes(event, new WireEvent(attributes, in.readNBytes(in.readInt())));
        } catch (IOException broken) {
            throw new IllegalStateException("The bytes of a parked event were not written by this store", broken);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
