package io.triskel.load.report.words;

import java.util.Map;

/** How a target is called, and which colour and shape are its own; a simulated cloud has those of its cloud. */
public final class TargetName {
    private static final Map<String, String> NAMES =
            Map.of("aws", "AWS", "azure", "Azure", "gcp", "Google", "memory", "Memory", "noop", "No-op");

    private TargetName() {}

    /** {@return its name for people, the same in all languages} */
    public static String of(String id) {
        return NAMES.getOrDefault(id, id);
    }

    /** {@return aws, azure, gcp or memory, as style sheets name it} */
    public static String look(String id) {
        String cloud = id.startsWith("sim-") ? id.substring("sim-".length()) : id;
        return switch (cloud) {
            case "aws", "azure", "gcp" -> cloud;
            default -> "memory";
        };
    }
}
