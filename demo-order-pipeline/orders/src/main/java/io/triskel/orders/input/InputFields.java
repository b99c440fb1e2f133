package io.triskel.orders.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A JSON value with its path, which messages about problems name. */
record InputFields(String path, JsonNode node) {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    String text(String name, int most) throws BrokenLineException {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw wrong(name, "a text", value);
        }
        String text = value.textValue();
        if (text.isBlank() || text.length() > most || text.codePoints().anyMatch(InputFields::isNoCharacter)) {
            throw new BrokenLineException(path + name + " has 1 to " + most
                    + " characters, none of them a control character or half of one; this one has " + text.length());
        }
        return text;
    }

    /** An unpaired surrogate may be escaped in JSON, but there are no bytes for it where the text goes on. */
    private static boolean isNoCharacter(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** An id goes into links, keys and file names, so it has only characters that are harmless there. */
    String id(String name) throws BrokenLineException {
        String id = text(name, InputParser.MAX_ID);
        if (!ID.matcher(id).matches()) {
            throw new BrokenLineException(path + name
                    + " must be letters, digits, '-', '_' and '.', beginning with a letter or digit, but is '"
                    + shortened(id) + "'");
        }
        return id;
    }

    long whole(String name, long least, long most) throws BrokenLineException {
        return new InputFields(path + name, node.path(name)).whole(least, most);
    }

    long whole(long least, long most) throws BrokenLineException {
        String range = least + " to " + most;
        if (!node.isIntegralNumber()) {
            throw wrong("", "a whole number, " + range, node);
        }
        if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
            throw wrong("", range, node);
        }
        return node.longValue();
    }

    boolean flag(String name, boolean absent) throws BrokenLineException {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    InputFields object(String name) throws BrokenLineException {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw wrong(name, "an object", value);
        }
        return new InputFields(path + name + ".", value);
    }

    List<InputFields> list(String name) throws BrokenLineException {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            throw wrong(name, "a list", value);
        }
        List<InputFields> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String at = path + name + "[" + i + "]";
            items.add(new InputFields(value.get(i).isObject() ? at + "." : at, value.get(i)));
        }
        return items;
    }

    private BrokenLineException wrong(String name, String expected, JsonNode actual) {
        return new BrokenLineException(
                actual.isMissingNode()
                        ? path + name + " is missing"
                        : path + name + " must be " + expected + ", but is " + shortened(actual.toString()));
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
