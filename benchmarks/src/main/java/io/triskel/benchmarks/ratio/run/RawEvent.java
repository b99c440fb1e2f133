package io.triskel.benchmarks.ratio.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** The same event written with nothing but Jackson: structured, or its data alone with the attributes beside it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RawEvent(String specversion, String id, String source, String type, String partitionkey, Placed data) {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new ParameterNamesModule());

    private static RawEvent of(int number, int keys, int perKey) {
        return new RawEvent(
                "1.0",
                "event-" + number,
                Placed.SOURCE,
                Placed.TYPE.toString(),
                Placed.key(number, keys, perKey),
                Placed.of(number));
    }

    /** {@return the same events as {@link Placed#events}} */
    public static List<RawEvent> events(int count, int keys, int perKey) {
        return IntStream.range(0, count).mapToObj(n -> of(n, keys, perKey)).toList();
    }

    /** {@return the structured event} */
    public byte[] encode() {
        return written(this);
    }

    /** {@return the data alone} */
    public byte[] encodeData() {
        return written(data);
    }

    private static byte[] written(Object what) {
        try {
            return JSON.writeValueAsBytes(what);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the event in these bytes, which are a structured event} */
    public static RawEvent decode(byte[] bytes) {
        return read(bytes, RawEvent.class);
    }

    /** {@return an event's data} */
    public static Placed decodeData(byte[] bytes) {
        return read(bytes, Placed.class);
    }

    private static <T> T read(byte[] bytes, Class<T> as) {
        try {
            return JSON.readValue(bytes, as);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
