package io.triskel.local.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One call: the body as a tree, read with the checks of the service's model. The encoding matters only for timestamps:
 * a timestamp is epoch milliseconds in CBOR and epoch seconds with a fraction in JSON.
 *
 * @param fault the fault that the plan injects into this call; only batch operations use it
 */
public record Request(String operation, JsonNode body, Encoding encoding, Optional<Fault> fault) {

    /** The encoding of bodies, the same in both directions of a call. */
    public enum Encoding {
        JSON,
        CBOR
    }

    /** An answer to fill. */
    public ObjectNode answer() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Puts a timestamp in the call's encoding. */
    public void put(ObjectNode into, String field, Instant time) {
        if (encoding == Encoding.CBOR) {
            into.put(field, time.toEpochMilli());
        } else {
            into.put(field, time.toEpochMilli() / 1000.0);
        }
    }

    public Optional<String> text(String field) {
        JsonNode value = body.path(field);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    public String requiredText(String field) {
        return text(field).orElseThrow(() -> missing(field));
    }

    /** A number within the model's bounds, if it was sent. */
    public OptionalInt number(String field, int least, int most) {
        JsonNode value = body.path(field);
        if (!value.isNumber()) {
            return OptionalInt.empty();
        }
        long number = value.longValue();
        if (number < least || number > most) {
            throw ServiceException.invalid("Value '" + number + "' at '" + lower(field)
                    + "' failed to satisfy constraint: Member must have value between " + least + " and " + most);
        }
        return OptionalInt.of((int) number);
    }

    public Optional<Instant> time(String field) {
        JsonNode value = body.path(field);
        if (!value.isNumber()) {
            return Optional.empty();
        }
        return Optional.of(
                encoding == Encoding.CBOR
                        ? Instant.ofEpochMilli(value.longValue())
                        : Instant.ofEpochMilli(Math.round(value.doubleValue() * 1000)));
    }

    /** A blob of this or of a nested object. */
    public static byte[] bytes(JsonNode object, String field) {
        JsonNode value = object.path(field);
        try {
            byte[] bytes = value.isMissingNode() || value.isNull() ? null : value.binaryValue();
            if (bytes == null) {
                throw missing(field);
            }
            return bytes;
        } catch (IOException e) {
            throw new ServiceException("SerializationException", "'" + lower(field) + "' is not base64");
        }
    }

    /** The error of a required member that is absent. */
    public static ServiceException missing(String field) {
        return ServiceException.invalid(
                "Value at '" + lower(field) + "' failed to satisfy constraint: Member must not be null");
    }

    private static String lower(String field) {
        return Character.toLowerCase(field.charAt(0)) + field.substring(1);
    }
}
