package io.triskel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The metadata that editors read has each property once, with its default. */
class TriskelPropertiesTest {
    @Test
    void the_metadata_describes_each_property_with_its_default() throws IOException {
        Map<String, String> written = new TreeMap<>();
        try (InputStream file =
                TriskelProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : new ObjectMapper().readTree(file).get("properties")) {
                assertThat(property.get("description").asText()).endsWith(".");
                written.put(
                        property.get("name").asText(),
                        property.path("defaultValue").asText(""));
            }
        }

        Map<String, String> bound = new TreeMap<>();
        collect("triskel", TriskelProperties.class, bound);

        assertThat(written).isEqualTo(bound);
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> bound) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            if (component.getType().isRecord()) {
                collect(name, component.getType(), bound);
            } else {
                bound.put(name, defaultOf(type, component));
            }
        }
    }

    private static String defaultOf(Class<?> type, RecordComponent component) {
        for (var parameter : type.getDeclaredConstructors()[0].getParameters()) {
            if (parameter.getName().equals(component.getName())) {
                return String.join(
                        "", parameter.getAnnotation(DefaultValue.class).value());
            }
        }
        throw new AssertionError("no parameter " + component.getName());
    }
}
