package io.triskel.load.sim.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What {@code infra} deploys with the parameters of a plan: figures as the template's text says them, by the few expressions that its
 * figures have. An expression that it does not know ends the test.
 */
public final class Template {
    private static final Path TOP = Path.of("../..");
    private static final Path DEFAULT = TOP.resolve("infra/plan.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REFERENCE = Pattern.compile("!Ref (\\w+)");
    private static final Pattern PLANNED = Pattern.compile("(?:var|local\\.plan)\\.(\\w+)");
    private static final Pattern OF_MANIFEST = Pattern.compile("local\\.manifest\\.(\\w+)\\.(\\w+)");
    private static final Pattern OF_FUNCTION = Pattern.compile("each\\.value\\.(\\w+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    private final String text;
    private final Map<String, String> parameters;
    private final JsonNode manifest;

    private Template(String text, String cloud, Map<String, Object> planned) {
        this.text = text;
        this.manifest =
                json(TOP.resolve("demo-order-pipeline/order-" + cloud + "/src/main/manifest/orchestration.json"));
        this.parameters = standard(cloud);
        planned.forEach((name, value) -> parameters.put(name, value.toString()));
    }

    /** {@return the template of AWS with the parameters of a plan; those that it lacks are the default plan's} */
    public static Template ofAws(Map<String, Object> planned) {
        String template = read(TOP.resolve("infra/aws/template/orchestration.yaml"));
        // A parameter is called like the property that it sets.
        return new Template(template.substring(template.indexOf("\nResources:")), "aws", planned);
    }

    /** {@return the Terraform files of a cloud with the variables of a plan; those that it lacks are the default plan's} */
    public static Template ofTerraform(String cloud, Map<String, Object> planned) {
        try (Stream<Path> files = Files.list(TOP.resolve("infra/" + cloud))) {
            List<String> texts = files.filter(file -> file.toString().endsWith(".tf"))
                    .sorted()
                    .map(Template::read)
                    .toList();
            return new Template(String.join("\n", texts), cloud, planned);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@return the parameters of the default plan} */
    public static Map<String, String> standard(String cloud) {
        Map<String, String> standard = new TreeMap<>();
        json(DEFAULT)
                .at("/clouds/" + cloud + "/parameters")
                .properties()
                .forEach(each -> standard.put(each.getKey(), each.getValue().asText()));
        return standard;
    }

    /** {@return a figure that stands in the template at least once, and always the same} */
    public int figure(String name) {
        List<String> values = values(name);
        assertThat(values).as(name).isNotEmpty();
        List<Integer> figures = values.stream().map(this::resolved).distinct().toList();
        assertThat(figures).as("%s: %s", name, values).hasSize(1);
        return figures.get(0);
    }

    /** {@return what stands behind a name, wherever it does} */
    public List<String> values(String name) {
        return Pattern.compile("(?m)^ *" + name + " *[:=] *(.+?)$")
                .matcher(text)
                .results()
                .map(value -> value.group(1))
                .toList();
    }

    /** {@return whether a mapping reads as a registered consumer of the stream, with reads of its own} */
    public boolean isReader(String source) {
        return !source.contains("Stream.Arn")
                || (source.contains("AllFanOut") && known("FanOut").equals("all"));
    }

    /** {@return a figure of the manifest, from which the template takes it as it is} */
    public int ofManifest(String part, String name) {
        return filled(manifest.path(part).path(name));
    }

    private int resolved(String expression) {
        String bare = expression
                .replaceAll("^tonumber\\((.*)\\)$|^tostring\\((.*)\\)$|^\"\\$\\{(.*)}Mi\"$", "$1$2$3")
                .replaceAll("^'(.*)'$", "$1");
        if (bare.matches("-?\\d+")) {
            return Integer.parseInt(bare);
        }
        Stream<MatchResult> planned = Stream.of(REFERENCE, PLANNED)
                .flatMap(pattern -> pattern.matcher(bare).results());
        return planned.filter(match -> match.group().equals(bare))
                .map(match -> Integer.parseInt(known(match.group(1))))
                .findFirst()
                .orElseGet(() -> ofManifest(bare));
    }

    private int ofManifest(String expression) {
        return Stream.concat(
                        OF_MANIFEST
                                .matcher(expression)
                                .results()
                                .map(match -> manifest.path(match.group(1)).path(match.group(2))),
                        OF_FUNCTION
                                .matcher(expression)
                                .results()
                                .flatMap(match -> StreamSupport.stream(
                                                manifest.path("functions").spliterator(), false)
                                        .map(function -> function.path(match.group(1)))))
                .map(this::filled)
                .reduce((one, other) -> {
                    assertThat(other).as(expression).isEqualTo(one);
                    return one;
                })
                .orElseThrow(() -> new AssertionError("An expression that is not known: " + expression));
    }

    private int filled(JsonNode value) {
        if (value.isNumber()) {
            return value.intValue();
        }
        return PLACEHOLDER
                .matcher(value.asText())
                .results()
                .map(match -> figure(match.group(1)))
                .findFirst()
                .orElseGet(() -> Integer.parseInt(value.asText()));
    }

    /** {@return a variable of the functions' environment, as the manifest has it} */
    int environment(String variable) {
        List<JsonNode> values = manifest.findValues(variable);
        assertThat(values).as(variable).isNotEmpty();
        return filled(values.get(0));
    }

    private String known(String parameter) {
        return Optional.ofNullable(parameters.get(parameter))
                .orElseThrow(() -> new AssertionError("A parameter that no plan has: " + parameter));
    }

    public static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
