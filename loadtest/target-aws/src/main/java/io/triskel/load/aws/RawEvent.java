package io.triskel.load.aws;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;

/** The same event as somebody writes it who uses nothing but Jackson. */
@JsonIgnoreProperties(ignoreUnknown = true)
record RawEvent(String specversion, String id, String source, String type, String partitionkey, Placed data) {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new ParameterNamesModule());

    static RawEvent of(int number, int keys) {
        return new RawEvent(
                "1.0",
                "event-" + number,
                Placed.SOURCE,
                Placed.TYPE.toString(),
                Placed.key(number, keys),
                Placed.of(number));
    }

    byte[] encode() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static RawEvent decode(byte[] bytes) {
        try {
            return JSON.readValue(bytes, RawEvent.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
