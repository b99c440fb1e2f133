package io.triskel.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.NoData;
import io.triskel.json.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an event's data in both modes: a typed value, octets, no data, or {@link EncodedData}. */
final class DataReading {
    private final JsonFactory json;

    DataReading(JsonFactory json) {
        this.json = json;
    }

    EnvelopeDraft.DataOf<Object> data(
            EventType type, EventKind pattern, Metadata metadata, DataTypes.@Nullable Slot slot, RawData raw) {
        if (raw instanceof RawData.Typed typed) {
            return new EnvelopeDraft.DataOf<>(type, metadata, java.util.Objects.requireNonNull(typed.value()));
        }
        if (slot == null || (!slot.isJson() && !slot.isBytes() && !slot.isNoData())) {
            return new EnvelopeDraft.DataOf<>(type, metadata, encoded(metadata, raw));
        }
        Object data = typed(slot, pattern, metadata, raw);
        return slot.isUpcast()
                ? new EnvelopeDraft.DataOf<>(slot.newest(), metadata.withDataSchema(Optional.empty()), data)
                : new EnvelopeDraft.DataOf<>(type, metadata, data);
    }

    private Object encoded(Metadata metadata, RawData raw) {
        if (raw instanceof RawData.JsonValue value) {
            boolean isJson = metadata.dataContentType().map(WireText::isJson).orElse(true);
            return new EncodedData(metadata.dataContentType(), isJson ? value.copy() : text(value));
        }
        return raw instanceof RawData.Octets octets
                ? new EncodedData(metadata.dataContentType(), octets.bytes())
                : NoData.NO_DATA;
    }

    private Object typed(DataTypes.Slot slot, EventKind pattern, Metadata metadata, RawData raw) {
        boolean isJson = metadata.dataContentType().map(WireText::isJson).orElse(true);
        if (slot.isNoData()) {
            return NoData.NO_DATA;
        }
        if (raw == RawData.None.NONE || (raw instanceof RawData.JsonValue value && value.isNull() && slot.isJson())) {
            return missing(slot, pattern, raw == RawData.None.NONE ? "there is none" : "this is null");
        }
        if (slot.isBytes()) {
            return raw instanceof RawData.Octets octets
                    ? octets.bytes()
                    : isJson ? ((RawData.JsonValue) raw).copy() : text((RawData.JsonValue) raw);
        }
        if (!isJson) {
            throw new InvalidEventException(
                    "datacontenttype",
                    slot.expectation() + ", which is JSON and not "
                            + metadata.dataContentType().orElse(""));
        }
        if (raw instanceof RawData.Octets octets) {
            if (!Utf8.isValid(octets.bytes())) {
                throw new InvalidEventException("data", "it is JSON, and not valid UTF-8");
            }
            return slot.read(octets.bytes(), 0, octets.bytes().length);
        }
        RawData.JsonValue value = (RawData.JsonValue) raw;
        return slot.read(value.bytes(), value.from(), value.length());
    }

    /** The deletion of an entity carries no state, so a tombstone may have no data. */
    private static Object missing(DataTypes.Slot slot, EventKind pattern, String found) {
        boolean tombstone = pattern instanceof EventKind.StateTransfer state && state.deleted();
        if (tombstone) {
            return NoData.NO_DATA;
        }
        throw new InvalidEventException("data", slot.expectation() + ", and " + found);
    }

    /** The JSON format (3.1.2) lets a reader reject data that is neither JSON by its content type nor a string. */
    private byte[] text(RawData.JsonValue value) {
        if (!value.isString()) {
            throw new InvalidEventException("data", "its content type is not JSON, so it is a string");
        }
        try (JsonParser parser = json.createParser(value.bytes(), value.from(), value.length())) {
            parser.nextToken();
            String text = parser.getText();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
                throw new InvalidEventException("data", "it has an unpaired surrogate");
            }
            return bytes;
        } catch (IOException broken) {
            throw new InvalidEventException("data", MappingFailure.reason(broken), broken);
        }
    }
}
