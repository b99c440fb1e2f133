package io.triskel.orders.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.triskel.orders.function.FunctionRole;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What a deployment needs to know of one package of functions; {@code docs/manifest.md} describes the format.
 *
 * <p>A value that the deployer chooses is a parameter, written as <code>${name}</code> in its place. A deployer sets the
 * values ({@link #with}), then reads what to create ({@link #part}, {@link #functions}).
 */
public final class Manifest {
    /** The version that is written, and the only one that is read. */
    public static final int VERSION = 1;

    /** The field of a function behind HTTP that says who may call it. */
    public static final String ACCESS = "access";

    /** The access of a function that lets in whom its service knows, and nobody else. */
    public static final String CLOSED = "closed";

    private static final String PUBLIC = "public";

    static final String VERSION_FIELD = "manifestVersion";
    static final String CLOUD = "cloud";
    static final String STYLE = "style";
    static final String PARAMETERS = "parameters";
    static final String DEFAULT = "default";
    static final String LAPTOP = "laptop";
    static final String PATTERN = "pattern";
    private static final String FUNCTIONS = "functions";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode document;
    private final Map<String, JsonNode> values;

    private Manifest(ObjectNode document, Map<String, JsonNode> values) {
        this.document = document;
        this.values = values;
    }

    /**
     * Reads what a package's command printed; every parameter has its default value.
     *
     * @param cloud the cloud that the reader deploys to
     * @throws IllegalArgumentException if this is no manifest, one of another version or of another cloud, or one
     *     in which a consumer has two owners
     */
    public static Manifest read(String json, String cloud) {
        Manifest manifest = of(parse(json));
        if (!manifest.cloud().equals(cloud)) {
            throw new IllegalArgumentException("This is a manifest for " + manifest.cloud() + ", expected one for "
                    + cloud + ": print it with the package of " + cloud);
        }
        return manifest;
    }

    private static ObjectNode parse(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode document) {
                return document;
            }
            throw new IllegalArgumentException("A manifest is a JSON object, this is something else");
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "A manifest is JSON, this is not: " + broken.getOriginalMessage(), broken);
        }
    }

    static Manifest of(ObjectNode document) {
        JsonNode version = document.path(VERSION_FIELD);
        if (!version.isInt() || version.intValue() != VERSION) {
            throw new IllegalArgumentException("The manifest's version (" + VERSION_FIELD + ") is "
                    + (version.isMissingNode() ? "missing" : version) + ", expected " + VERSION
                    + ": deploy with the scripts of the package's own release");
        }
        ConsumerOwners.requireOne(document, enabled(document.path(FUNCTIONS)));
        return new Manifest(document, defaults(document, DEFAULT));
    }

    private static List<JsonNode> enabled(JsonNode functions) {
        return StreamSupport.stream(functions.spliterator(), false)
                .filter(function -> function.path("enabled").asBoolean(true))
                .toList();
    }

    private static Map<String, JsonNode> defaults(ObjectNode document, String field) {
        Map<String, JsonNode> values = new TreeMap<>();
        document.path(PARAMETERS).properties().forEach(parameter -> {
            JsonNode value = parameter.getValue().path(field);
            if (!value.isMissingNode()) {
                values.put(parameter.getKey(), value);
            }
        });
        return values;
    }

    /** {@return the manifest as it is printed, indented, with placeholders for all parameters} */
    public String json() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of JSON can be written", impossible);
        }
    }

    /** {@return the package's cloud: {@code aws}, {@code azure} or {@code gcp}} */
    public String cloud() {
        return document.path(CLOUD).asText();
    }

    /** {@return the manifest with the values that suit a laptop's room and time, where they differ from the defaults} */
    public Manifest onLaptop() {
        Map<String, JsonNode> all = new TreeMap<>(values);
        all.putAll(defaults(document, LAPTOP));
        return new Manifest(document, all);
    }

    /**
     * {@return the manifest with this value of a parameter}
     *
     * @throws IllegalArgumentException if there is no such parameter, or it does not take the value
     */
    public Manifest with(String parameter, String value) {
        return with(parameter, TextNode.valueOf(value));
    }

    /**
     * {@return the manifest with this value of a parameter}
     *
     * @throws IllegalArgumentException if there is no such parameter
     */
    public Manifest with(String parameter, int value) {
        return with(parameter, IntNode.valueOf(value));
    }

    private Manifest with(String parameter, JsonNode value) {
        if (!document.path(PARAMETERS).has(parameter)) {
            throw new IllegalArgumentException("The manifest has no parameter " + parameter + ", it has "
                    + String.join(
                            ", ",
                            StreamSupport.stream(
                                            document.path(PARAMETERS)
                                                    .properties()
                                                    .spliterator(),
                                            false)
                                    .map(Map.Entry::getKey)
                                    .toList()));
        }
        String pattern = document.path(PARAMETERS).path(parameter).path(PATTERN).asText(".*");
        if (!value.asText().matches(pattern)) {
            throw new IllegalArgumentException("The parameter " + parameter + " takes what matches " + pattern
                    + ", not '"
                    + value.asText() + "': "
                    + document.path(PARAMETERS).path(parameter).path("meaning").asText());
        }
        Map<String, JsonNode> all = new TreeMap<>(values);
        all.put(parameter, value);
        return new Manifest(document, all);
    }

    /**
     * {@return one part of what is to be created, with the parameters' values}
     *
     * @param name of a field of the document
     * @throws IllegalArgumentException if there is no such part, or parameters in it have no value: the message names them
     */
    public JsonNode part(String name) {
        return Placeholders.filled(found(name), document.path(PARAMETERS), values);
    }

    /**
     * {@return the enabled functions of this role, with the parameters' values}
     *
     * @throws IllegalArgumentException if parameters in them have no value: the message names them
     */
    public List<JsonNode> functions(FunctionRole role) {
        String text = role.name().toLowerCase(Locale.ROOT);
        return enabled(found(FUNCTIONS)).stream()
                .filter(function -> function.path("role").asText().equals(text))
                .map(function -> Placeholders.filled(function, document.path(PARAMETERS), values))
                .toList();
    }

    /** {@return an object of names and values, such as an environment, as text} */
    public static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /**
     * {@return whether anybody may call a function behind HTTP}
     *
     * @param function one of {@link #functions}
     * @throws IllegalArgumentException if its access is neither closed nor public
     */
    public static boolean isPublic(JsonNode function) {
        String access = function.path(ACCESS).asText();
        if (!access.equals(CLOSED) && !access.equals(PUBLIC)) {
            throw new IllegalArgumentException("The access of "
                    + function.path("name").asText() + " is '" + access + "', expected " + CLOSED + " or " + PUBLIC);
        }
        return access.equals(PUBLIC);
    }

    private JsonNode found(String name) {
        JsonNode part = document.path(name);
        if (part.isMissingNode()) {
            throw new IllegalArgumentException("The manifest has no " + name);
        }
        return part;
    }
}
