package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts values to properties of entities, and back. Numbers have 64 bits; instants are text, exact and readable. */
final class Cells {
    /** The limit of one binary property; an entity can have 1 MiB in total. */
    private static final int PIECE = 64 * 1024;

    private static final int MOST_PIECES = 15;

    /**
     * A text property can have 64 KiB of UTF-16, but Azurite reads a request in pieces and breaks characters that span
     * two pieces, so longer text is stored as bytes.
     */
    private static final int MOST_CHARACTERS = 4_000;

    /** The suffix of the name of a text that is stored as bytes. */
    static final String LONG = "Long";

    private Cells() {}

    /** Writes bytes; each further 64 KiB goes into another property: {@code name1}, {@code name2} and so on. */
    static TableEntity bytes(TableEntity entity, String name, byte[] value) {
        if (value.length > MOST_PIECES * PIECE) {
            throw new IllegalArgumentException("'" + name + "' can have at most " + MOST_PIECES * PIECE
                    + " bytes in an entity of Table Storage, not " + value.length);
        }
        entity.addProperty(name, Arrays.copyOf(value, Math.min(PIECE, value.length)));
        for (int piece = 1; piece * PIECE < value.length; piece++) {
            int from = piece * PIECE;
            entity.addProperty(name + piece, Arrays.copyOfRange(value, from, Math.min(from + PIECE, value.length)));
        }
        return entity;
    }

    static byte[] bytes(TableEntity entity, String name) {
        byte[] first = (byte[]) required(entity, name);
        if (first.length < PIECE) {
            return first;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        for (int piece = 1; entity.getProperty(name + piece) instanceof byte[] next; piece++) {
            all.writeBytes(next);
        }
        return all.toByteArray();
    }

    static String text(TableEntity entity, String name) {
        return (String) required(entity, name);
    }

    static Optional<String> optionalText(TableEntity entity, String name) {
        return Optional.ofNullable((String) entity.getProperty(name));
    }

    /** Writes text of any length, even above the limit of one property. */
    static void longText(TableEntity entity, String name, String value) {
        if (value.length() <= MOST_CHARACTERS) {
            entity.addProperty(name, value);
        } else {
            bytes(entity, name + LONG, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    static String longText(TableEntity entity, String name) {
        return optionalText(entity, name)
                .orElseGet(() -> new String(bytes(entity, name + LONG), StandardCharsets.UTF_8));
    }

    static long number(TableEntity entity, String name) {
        return ((Number) required(entity, name)).longValue();
    }

    static boolean flag(TableEntity entity, String name) {
        return (boolean) required(entity, name);
    }

    static void instant(TableEntity entity, String name, Optional<Instant> value) {
        value.ifPresent(at -> entity.addProperty(name, at.toString()));
    }

    static Optional<Instant> instant(TableEntity entity, String name) {
        return optionalText(entity, name).map(Instant::parse);
    }

    static void texts(TableEntity entity, String name, Map<String, String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, texts);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        bytes(entity, name, bytes.toByteArray());
    }

    static void write(DataOutputStream out, Map<String, String> texts) throws IOException {
        out.writeInt(texts.size());
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            write(out, entry.getKey());
            write(out, entry.getValue());
        }
    }

    static void write(DataOutputStream out, String text) throws IOException {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static Map<String, String> texts(TableEntity entity, String name) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(entity, name)))) {
            return readTexts(in);
        } catch (IOException e) {
            throw new UncheckedIOException("'" + name + "' of " + Key.of(entity) + " was not written by this store", e);
        }
    }

    static Map<String, String> readTexts(DataInputStream in) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.put(readText(in), readText(in));
        }
        return texts;
    }

    static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static Object required(TableEntity entity, String name) {
        @Nullable Object value = entity.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "An entity without '" + name + "' was not written by this store: " + Key.of(entity));
        }
        return value;
    }
}
