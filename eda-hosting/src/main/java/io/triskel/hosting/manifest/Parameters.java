package io.triskel.hosting.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.triskel.hosting.function.EnvironmentReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Declares the choices of the deployer of a {@link Manifest}, in order of declaration. */
public final class Parameters {
    /** The parameter that {@link #httpAccess} declares. */
    public static final String HTTP_ACCESS = "httpAccess";

    /** The parameter that {@link #named} needs. */
    public static final String NAME = "name";

    /** The parameter that {@link #region} declares. */
    public static final String REGION = "region";

    /** The parameter that {@link #lookupBase} declares. */
    public static final String LOOKUP_BASE = "lookupBase";

    /** The parameter that {@link #replayHorizon} declares. */
    public static final String REPLAY_HORIZON = "replayHorizonHours";

    /** The parameter that {@link #callTimeout} declares. */
    public static final String CALL_TIMEOUT = "callTimeoutMillis";

    private final Map<String, Parameter> all = new LinkedHashMap<>();

    /** Begins with none. */
    public Parameters() {}

    /** {@return the placeholder of a parameter's value} */
    public static String placeholder(String parameter) {
        return "${" + parameter + "}";
    }

    /** {@return the name of something that is deployed, behind the deployment's own} */
    public static String named(String name) {
        return placeholder(NAME) + "-" + name;
    }

    /** Declares a parameter that the deployer must set. */
    public Parameters required(String parameter, String meaning) {
        return declare(parameter, meaning, null, null, false);
    }

    /** Declares a parameter that the deployer must set, and that may not be printed or stored in the clear. */
    public Parameters secret(String parameter, String meaning) {
        return declare(parameter, meaning, null, null, true);
    }

    /** Declares a parameter with a default value. */
    public Parameters optional(String parameter, String meaning, String otherwise) {
        return declare(parameter, meaning, TextNode.valueOf(otherwise), null, false);
    }

    /** Declares a parameter with a default value. */
    public Parameters optional(String parameter, String meaning, int otherwise) {
        return declare(parameter, meaning, IntNode.valueOf(otherwise), null, false);
    }

    /** Declares a parameter with a default value, and another for a laptop that runs all of the cloud. */
    public Parameters optional(String parameter, String meaning, int otherwise, int laptop) {
        return declare(parameter, meaning, IntNode.valueOf(otherwise), IntNode.valueOf(laptop), false);
    }

    /** Declares which values a parameter takes that was declared before: texts that match the pattern as a whole. */
    public Parameters matching(String parameter, String pattern) {
        all.computeIfPresent(
                parameter,
                (name, declared) -> new Parameter(
                        declared.meaning(),
                        declared.standard(),
                        declared.laptop(),
                        Optional.of(pattern),
                        declared.secret()));
        return this;
    }

    /** Declares the region of the deployment. */
    public Parameters region() {
        return required(REGION, "region of all created resources");
    }

    /** Declares the address at which functions look orders up. */
    public Parameters lookupBase() {
        return required(LOOKUP_BASE, "address of the HTTP function, ending in /; known once that function is deployed");
    }

    /** Declares how much longer than the bus keeps events the inbox remembers them. */
    public Parameters replayHorizon() {
        return optional(
                REPLAY_HORIZON,
                "for how many hours after the bus has dropped an event it may be delivered again, for example from the"
                        + " archive: the inbox remembers events for so much longer than the bus keeps them",
                EnvironmentReader.REPLAY_HORIZON_HOURS);
    }

    /** Declares how long functions wait for a service. */
    public Parameters callTimeout() {
        return optional(CALL_TIMEOUT, "time-out of one call to a service", 3_000, 10_000);
    }

    /** Declares who may call the function behind HTTP, for {@link Access#CHOSEN}; closed unless the deployer says otherwise. */
    public Parameters httpAccess() {
        return optional(
                HTTP_ACCESS,
                "who may call the HTTP function: closed, for callers that its service knows; or public, so that"
                        + " anybody can see the names and e-mail addresses of all customers, and delete customers",
                Access.CLOSED.text());
    }

    private Parameters declare(
            String parameter, String meaning, @Nullable JsonNode standard, @Nullable JsonNode laptop, boolean secret) {
        all.put(
                parameter,
                new Parameter(
                        meaning,
                        Optional.ofNullable(standard),
                        Optional.ofNullable(laptop),
                        Optional.empty(),
                        secret ? Optional.of(true) : Optional.empty()));
        return this;
    }

    Map<String, Parameter> all() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }
}
