package io.triskel.load.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A member is not what it should be; the message is what was expected. */
public final class Expected extends MismatchedInputException {
    /** What an {@code int} is. */
    public static final String COUNT = "a count, 0 or more";

    private static final long serialVersionUID = 1L;

    public Expected(JsonParser json, String expected) {
        super(json, expected);
    }

    /** {@return what was expected of a member that could not be read} */
    public static String of(JsonMappingException wrong) {
        if (wrong instanceof Expected || !(wrong instanceof MismatchedInputException mismatch)) {
            return wrong.getOriginalMessage();
        }
        Class<?> type = mismatch.getTargetType();
        if (type == null) {
            return "one of a known kind";
        }
        if (type == long.class) {
            return "a whole number";
        }
        if (type == int.class || type == OptionalLong.class || type == Integer.class) {
            return COUNT;
        }
        if (type == double.class || type == OptionalDouble.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class || type == Instant.class) {
            return "a text";
        }
        if (type.isEnum()) {
            return words(type);
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String words(Class<?> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(one -> String.valueOf(one).toLowerCase(Locale.ROOT))
                .toList();
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
