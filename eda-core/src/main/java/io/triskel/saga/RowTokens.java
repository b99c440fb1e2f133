package io.triskel.saga;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of a stored row; an unexpected token is an error that names the member. */
final class RowTokens {
    private final JsonParser json;

    RowTokens(JsonParser json) {
        this.json = json;
    }

    JsonToken advance() throws IOException {
        return json.nextToken();
    }

    void skip() throws IOException {
        json.skipChildren();
    }

    /** {@return the name of the object's next member; its value is then the current token} */
    @Nullable
    String next() throws IOException {
        String name = json.nextFieldName();
        if (name != null) {
            json.nextToken();
        }
        return name;
    }

    /** {@return the text that an array begins with} */
    String first(String what) throws IOException {
        begin(JsonToken.START_ARRAY, what);
        json.nextToken();
        return text(what);
    }

    void begin(JsonToken expected, String what) {
        if (!json.hasToken(expected)) {
            throw new IllegalArgumentException("'" + what + "' does not begin with " + expected.asString());
        }
    }

    String text(String name) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            throw new IllegalArgumentException("'" + name + "' is not a text");
        }
        return json.getText();
    }

    byte[] bytes(String name) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            throw new IllegalArgumentException("'" + name + "' is not a text");
        }
        return json.getBinaryValue();
    }

    long number(String name) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            throw new IllegalArgumentException("'" + name + "' is not a whole number");
        }
        return json.getLongValue();
    }
}
