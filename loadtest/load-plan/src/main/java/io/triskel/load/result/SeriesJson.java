package io.triskel.load.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.triskel.load.json.Expected;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A series as one object: the step, and an array for each column. */
final class SeriesJson {
    private static final String STEP = "stepMs";
    private static final int SECOND = 1_000;

    private SeriesJson() {}

    static final class Writer extends JsonSerializer<Series> {
        @Override
        public void serialize(Series series, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            json.writeNumberField(STEP, series.stepMs());
            for (Map.Entry<String, double[]> column : series.columns().entrySet()) {
                json.writeArrayFieldStart(column.getKey());
                for (double sample : column.getValue()) {
                    ShortNumber.write(sample, json);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
    }

    static final class Reader extends JsonDeserializer<Series> {
        @Override
        public Series deserialize(JsonParser json, DeserializationContext context) throws IOException {
            int step = SECOND;
            Map<String, double[]> columns = new LinkedHashMap<>();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals(STEP)) {
                    step = step(json);
                } else if (json.currentToken() == JsonToken.START_ARRAY) {
                    columns.put(name, samples(json, name));
                } else {
                    json.skipChildren();
                }
            }
            return new Series(step, columns);
        }

        private static int step(JsonParser json) throws IOException {
            if (!json.currentToken().isNumeric() || json.getIntValue() < 1) {
                throw wrong(json, STEP, "milliseconds between two samples");
            }
            return json.getIntValue();
        }

        private static double[] samples(JsonParser json, String name) throws IOException {
            DoubleStream.Builder samples = DoubleStream.builder();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                JsonToken token = json.currentToken();
                if (!token.isNumeric() && token != JsonToken.VALUE_NULL) {
                    throw wrong(json, name, "a list of numbers, or null where there is none");
                }
                samples.add(token.isNumeric() ? json.getDoubleValue() : Double.NaN);
            }
            return samples.build().toArray();
        }

        private static JsonMappingException wrong(JsonParser json, String name, String expected) {
            JsonMappingException wrong = new Expected(json, expected);
            wrong.prependPath(Series.class, name);
            return wrong;
        }
    }
}
