package io.triskel.load.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** A member is not what it should be; the message is what was expected. */
final class Expected extends MismatchedInputException {
    private static final long serialVersionUID = 1L;

    Expected(JsonParser json, String expected) {
        super(json, expected);
    }
}
