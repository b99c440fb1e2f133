package io.triskel.codec;

import io.triskel.event.OrderingKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks the texts of attributes; a violation is an {@link InvalidEventException} that names the attribute. */
final class AttributeChecks {
    private AttributeChecks() {}

    static void version(@Nullable String value) {
        String version = required("specversion", value);
        if (!version.equals(Attribute.SPEC_VERSION_1)) {
            throw new InvalidEventException("specversion", "it is \"1.0\", not \"" + version + "\"");
        }
    }

    static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new InvalidEventException(name, "it is required and missing");
        }
        if (value.isEmpty()) {
            throw new InvalidEventException(name, "it is required and empty");
        }
        return value;
    }

    static OrderingKey orderingKey(String value) {
        return valid("partitionkey", () -> new OrderingKey(value));
    }

    static InvalidEventException invalid(String name, IllegalArgumentException why) {
        return new InvalidEventException(name, String.valueOf(why.getMessage()), why);
    }

    static <T> T valid(String name, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException invalid) {
            throw invalid(name, invalid);
        }
    }

    static String mediaType(String text) {
        WireText.requireString("datacontenttype", text);
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new InvalidEventException(
                    "datacontenttype", "it is a media type such as text/plain, not '" + text + "'");
        }
        return text;
    }

    static URI dataSchema(String text) {
        if (text.isEmpty()) {
            throw new InvalidEventException("dataschema", "it is a URI, and not empty");
        }
        WireText.requireUriReference("dataschema", text);
        try {
            return new URI(text);
        } catch (URISyntaxException broken) {
            throw new InvalidEventException(
                    "dataschema", "it is a URI, not '" + text + "': " + broken.getReason(), broken);
        }
    }
}
