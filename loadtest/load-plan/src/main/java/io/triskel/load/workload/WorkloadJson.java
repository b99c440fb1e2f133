package io.triskel.load.workload;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.triskel.load.json.Expected;
import io.triskel.load.json.StrictJson;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/** Workloads as JSON for result files: bytes, seconds, shares and events per second as plain numbers. */
final class WorkloadJson {
    private static final ObjectMapper JSON = StrictJson.mapper()
            .addModule(new SimpleModule()
                    .addSerializer(Duration.class, new Seconds())
                    .addDeserializer(Duration.class, new InSeconds())
                    .addSerializer(BigDecimal.class, new Amount())
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addDeserializer(Path.class, new FilePath())
                    .addDeserializer(Arrivals.class, new AnyArrivals()))
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String NOT_VALID = "The workload in a result is not valid: ";

    private WorkloadJson() {}

    static ObjectNode write(Workload workload) {
        ObjectNode json = JSON.createObjectNode().put(WorkloadFile.VERSION, Workload.FORMAT);
        return json.setAll((ObjectNode) JSON.valueToTree(workload));
    }

    static Workload read(JsonNode json) {
        JsonNode format = json.path(WorkloadFile.VERSION);
        if (!format.isIntegralNumber() || format.longValue() != Workload.FORMAT) {
            throw new InputException(NOT_VALID + "its format is " + (format.isMissingNode() ? "missing" : format)
                    + "; this version reads " + Workload.FORMAT);
        }
        try {
            return JSON.treeToValue(json, Workload.class);
        } catch (JsonMappingException wrong) {
            throw new InputException(NOT_VALID + problem(json, wrong), wrong);
        } catch (JsonProcessingException impossible) {
            throw new InputException(NOT_VALID + impossible.getOriginalMessage(), impossible);
        }
    }

    private static String problem(JsonNode json, JsonMappingException wrong) {
        if (wrong.getCause() instanceof IllegalArgumentException rule) {
            return String.valueOf(rule.getMessage());
        }
        String path = wrong.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
        JsonNode found = json.at(path);
        return path + (found.isMissingNode() ? " is missing" : " is " + found + "; expected " + Expected.of(wrong));
    }

    private static final class Seconds extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration time, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (time.equals(Duration.ofSeconds(time.toSeconds()))) {
                json.writeNumber(time.toSeconds());
            } else {
                json.writeNumber(time.toNanos() / 1e9);
            }
        }
    }

    private static final class InSeconds extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.currentToken().isNumeric() || Math.abs(json.getDoubleValue()) >= 1e9) {
                throw new Expected(json, "seconds");
            }
            BigDecimal nanos = json.getDecimalValue().movePointRight(9).setScale(0, RoundingMode.HALF_UP);
            return Duration.ofNanos(nanos.longValueExact());
        }
    }

    private static final class Amount extends JsonSerializer<BigDecimal> {
        @Override
        public void serialize(BigDecimal amount, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(amount.doubleValue());
        }
    }

    /** Jackson's own reader takes a name with a colon for a URI. */
    private static final class FilePath extends JsonDeserializer<Path> {
        @Override
        public Path deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Path.of(json.getText());
        }
    }

    private static final class AnyArrivals extends JsonDeserializer<Arrivals> {
        @Override
        public Arrivals deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return Arrivals.random(json.getText());
            }
            if (!json.isExpectedStartObjectToken()) {
                throw new Expected(json, "uniform, poisson or a trace");
            }
            return context.readValue(json, Arrivals.Trace.class);
        }
    }
}
