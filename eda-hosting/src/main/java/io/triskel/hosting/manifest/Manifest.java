package io.triskel.hosting.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The deployment manifest of one package of functions; {@code docs/manifest.md} describes the format.
 *
 * <p>A value that the deployer chooses is a parameter, written as <code>${name}</code> in its place. A deployer sets the
 * values ({@link #with}), then reads what to create ({@link #part}, {@link #each}): the same records, with the values in place.
 *
 * @param <P> the cloud's own part
 */
public final class Manifest<P extends ManifestParts<?>> {
    /** The version that is written, and the only one that is read. */
    public static final int VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.USE_DEFAULTS))
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private final Document<P> document;
    private final Map<String, JsonNode> values;
    private final UnaryOperator<String> rewriting;

    /** The printed document: the fields of every cloud's manifest, and those of the cloud. */
    public record Document<P>(
            @Described(
                    value = "Readers reject every other version. Fields may be added within a version, so readers"
                            + " ignore unknown fields; a field that changes its meaning, or is removed, makes a"
                            + " new version.",
                    only = "1")
            int manifestVersion,

            @Described("The cloud of the package.") String cloud,

            @Described(
                    value = "The variant of the application, `application` where it has one form only.",
                    pattern = "^[a-z][a-z-]{0,39}$")
            String style,

            @Described("The deployer's choices, by name.") Map<String, Parameter> parameters,

            @JsonUnwrapped P parts) {}

    /**
     * Describes a package.
     *
     * @param style the variant of the application
     * @throws IllegalArgumentException if a consumer has two owners, or an inbox forgets too early
     */
    public Manifest(String cloud, String style, Parameters parameters, P parts) {
        this(new Document<>(VERSION, cloud, style, parameters.all(), parts));
    }

    private Manifest(Document<P> document) {
        this(document, defaults(document, Parameter::standard), UnaryOperator.identity());
        ConsumerOwners.requireOne(document.parts());
        InboxMemory.requireLongEnough(document.parts());
    }

    private Manifest(Document<P> document, Map<String, JsonNode> values, UnaryOperator<String> rewriting) {
        this.document = document;
        this.values = values;
        this.rewriting = rewriting;
    }

    /**
     * Reads what a package's command printed; every parameter has its default value.
     *
     * @param cloud the cloud that the reader deploys to
     * @param parts the record of that cloud's own part
     * @throws IllegalArgumentException if this is no manifest, one of another version or of another cloud, or one
     *     in which a consumer has two owners or an inbox forgets too early
     */
    public static <P extends ManifestParts<?>> Manifest<P> read(String json, String cloud, Class<P> parts) {
        ObjectNode printed = parse(json);
        JsonNode version = printed.path("manifestVersion");
        if (!version.isInt() || version.intValue() != VERSION) {
            throw new IllegalArgumentException("The manifest's version (manifestVersion) is "
                    + (version.isMissingNode() ? "missing" : version) + ", expected " + VERSION
                    + ": deploy with the scripts of the package's own release");
        }
        String itsCloud = printed.path("cloud").asText();
        if (!itsCloud.equals(cloud)) {
            throw new IllegalArgumentException("This is a manifest for " + itsCloud + ", expected one for " + cloud
                    + ": print it with the package of " + cloud);
        }
        return new Manifest<>(Manifest.<Document<P>>converted(
                printed, JSON.getTypeFactory().constructParametricType(Document.class, parts)));
    }

    /**
     * Reads a piece of a manifest.
     *
     * @throws IllegalArgumentException if it is not such a piece
     */
    public static <T> T read(String json, Class<T> piece) {
        return converted(parse(json), JSON.constructType(piece));
    }

    /** {@return a piece of a manifest as JSON} */
    public static JsonNode tree(Object piece) {
        return JSON.valueToTree(piece);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // A Java type says it, and has no class to say it with.
    private static <T> T converted(JsonNode tree, JavaType type) {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "A field of the manifest is missing or wrong: " + broken.getOriginalMessage(), broken);
        }
    }

    private static ObjectNode parse(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode document) {
                return document;
            }
            throw new IllegalArgumentException("A manifest must be a JSON object");
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("The manifest is not JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static Map<String, JsonNode> defaults(Document<?> document, Function<Parameter, Optional<JsonNode>> which) {
        Map<String, JsonNode> values = new TreeMap<>();
        document.parameters()
                .forEach((name, parameter) -> which.apply(parameter).ifPresent(value -> values.put(name, value)));
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
            throw new IllegalStateException("Records can be written", impossible);
        }
    }

    /** {@return the package's cloud: {@code aws}, {@code azure} or {@code gcp}} */
    public String cloud() {
        return document.cloud();
    }

    /** {@return the variant of the application} */
    public String style() {
        return document.style();
    }

    /** {@return the cloud's own part as it is printed, with placeholders for all parameters} */
    public P parts() {
        return document.parts();
    }

    /** {@return the deployer's choices, by name} */
    public Map<String, Parameter> parameters() {
        return document.parameters();
    }

    /** {@return the manifest with the values that suit a laptop's room and time, where they differ from the defaults} */
    public Manifest<P> onLaptop() {
        Map<String, JsonNode> all = new TreeMap<>(values);
        all.putAll(defaults(document, Parameter::laptop));
        return new Manifest<>(document, all, rewriting);
    }

    /**
     * {@return the manifest with this value of a parameter}
     *
     * @throws IllegalArgumentException if there is no such parameter, or it does not take the value
     */
    public Manifest<P> with(String parameter, String value) {
        return with(parameter, TextNode.valueOf(value));
    }

    /**
     * {@return the manifest with this value of a parameter}
     *
     * @throws IllegalArgumentException if there is no such parameter
     */
    public Manifest<P> with(String parameter, int value) {
        return with(parameter, IntNode.valueOf(value));
    }

    private Manifest<P> with(String name, JsonNode value) {
        Parameter parameter = parameters().get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("The manifest has no parameter " + name + "; it has "
                    + String.join(", ", parameters().keySet()));
        }
        String pattern = parameter.pattern().orElse(".*");
        if (!value.asText().matches(pattern)) {
            throw new IllegalArgumentException("The parameter " + name + " must match " + pattern + ", but is '"
                    + value.asText() + "': " + parameter.meaning());
        }
        Map<String, JsonNode> all = new TreeMap<>(values);
        all.put(name, value);
        return new Manifest<>(document, all, rewriting);
    }

    /** {@return the manifest whose texts are changed by this once the parameters have their values} */
    public Manifest<P> rewritten(UnaryOperator<String> texts) {
        return new Manifest<>(document, values, texts);
    }

    /**
     * {@return one part of what is to be created, with the parameters' values}
     *
     * @param which the part
     * @throws IllegalArgumentException if parameters in it have no value: the message names them
     */
    public <T> T part(Function<? super P, T> which) {
        return filled(which.apply(parts()));
    }

    /**
     * {@return parts of one kind, such as functions, with the parameters' values}
     *
     * @param which the parts
     * @throws IllegalArgumentException if parameters in them have no value: the message names them
     */
    public <T> List<T> each(Function<? super P, List<T>> which) {
        return which.apply(parts()).stream().map(this::filled).toList();
    }

    private <T> T filled(T part) {
        return converted(
                Placeholders.filled(tree(part), parameters(), values, rewriting), JSON.constructType(part.getClass()));
    }
}
