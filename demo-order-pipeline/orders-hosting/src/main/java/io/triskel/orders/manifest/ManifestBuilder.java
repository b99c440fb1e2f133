package io.triskel.orders.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.orders.pipeline.Style;

/** Writes a {@link Manifest}: parameters and parts, in the order in which they are given. */
public final class ManifestBuilder {
    /** The parameter that {@link #httpAccess} declares. */
    public static final String HTTP_ACCESS = "httpAccess";

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ObjectNode parameters;

    /**
     * Begins a manifest.
     *
     * @param cloud the package's cloud
     * @param style who leads an order through the services
     */
    public ManifestBuilder(String cloud, Style style) {
        document.put(Manifest.VERSION_FIELD, Manifest.VERSION)
                .put(Manifest.CLOUD, cloud)
                .put(Manifest.STYLE, style.text());
        parameters = document.putObject(Manifest.PARAMETERS);
    }

    /** {@return the text that stands for a parameter's value} */
    public static String placeholder(String parameter) {
        return "${" + parameter + "}";
    }

    /** Declares a parameter that the deployer must set. */
    public ManifestBuilder required(String parameter, String meaning) {
        declare(parameter, meaning);
        return this;
    }

    /** Declares a parameter that the deployer must set, and that may not be printed or stored in the clear. */
    public ManifestBuilder secret(String parameter, String meaning) {
        declare(parameter, meaning).put("secret", true);
        return this;
    }

    /** Declares a parameter with a default value. */
    public ManifestBuilder optional(String parameter, String meaning, String otherwise) {
        declare(parameter, meaning).put(Manifest.DEFAULT, otherwise);
        return this;
    }

    /** Declares a parameter with a default value. */
    public ManifestBuilder optional(String parameter, String meaning, int otherwise) {
        declare(parameter, meaning).put(Manifest.DEFAULT, otherwise);
        return this;
    }

    /** Declares a parameter with a default value, and another for a laptop that runs all of the cloud. */
    public ManifestBuilder optional(String parameter, String meaning, int otherwise, int laptop) {
        declare(parameter, meaning).put(Manifest.DEFAULT, otherwise).put(Manifest.LAPTOP, laptop);
        return this;
    }

    /** Declares which values a parameter takes that was declared before: texts that match the pattern as a whole. */
    public ManifestBuilder matching(String parameter, String pattern) {
        parameters.withObjectProperty(parameter).put(Manifest.PATTERN, pattern);
        return this;
    }

    /** Declares who may call the function behind HTTP, for {@link Manifest#isPublic}; closed unless the deployer says otherwise. */
    public ManifestBuilder httpAccess() {
        return optional(
                HTTP_ACCESS,
                "who may call the HTTP function: closed, for callers that its service knows; or public, which shows the names and"
                        + " e-mail addresses of all customers to anybody, and lets anybody delete customers",
                Manifest.CLOSED);
    }

    private ObjectNode declare(String parameter, String meaning) {
        return parameters.putObject(parameter).put("meaning", meaning);
    }

    /** Adds a part that the deployer creates. */
    public ManifestBuilder part(String name, JsonNode part) {
        document.set(name, part);
        return this;
    }

    /** Adds a part that is a single text. */
    public ManifestBuilder part(String name, String text) {
        document.put(name, text);
        return this;
    }

    /** {@return the manifest} */
    public Manifest build() {
        return Manifest.of(document.deepCopy());
    }
}
