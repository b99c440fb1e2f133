package io.triskel.orders.pipeline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The consumers of the pipeline that are written in another language than Java. The customer notification takes the place of Java's under
 * its name; the fraud check exists in Python only, so a pipeline in Java has none.
 *
 * @param others each at most once
 */
public record Languages(Set<Other> others) {
    /** Every consumer in Java. */
    public static final Languages JAVA = new Languages(Set.of());

    /** A consumer in another language. */
    public enum Other {
        /** Customer notification in Node.js. */
        NOTIFICATION_NODE("notification", "node", Consumers.NOTIFICATION, "notification-node"),
        /** The fraud check in Python. */
        FRAUD_PYTHON("fraud", "python", "fraud-check", "fraud-python");

        private final String service;
        private final String language;
        private final String consumer;
        private final String module;

        Other(String service, String language, String consumer, String module) {
            this.service = service;
            this.language = language;
            this.consumer = consumer;
            this.module = module;
        }

        /** {@return the name of the consumer, which its rows have} */
        public String consumer() {
            return consumer;
        }

        /** {@return the folder that it is written in, and the beginning of its packages' names} */
        public String module() {
            return module;
        }

        /** {@return the choice as it is asked for} */
        public String text() {
            return service + "=" + language;
        }
    }

    public Languages {
        others = Set.copyOf(others);
    }

    /**
     * {@return what a text such as {@code notification=node,fraud=python} asks for; a blank one for Java}
     *
     * @throws IllegalArgumentException if a choice is unknown
     */
    public static Languages of(String text) {
        Set<Other> asked = EnumSet.noneOf(Other.class);
        List<String> known = new ArrayList<>(List.of("notification=java"));
        for (Other other : Other.values()) {
            known.add(other.text());
        }
        for (String choice : text.isBlank() ? List.<String>of() : List.of(text.split(",", -1))) {
            if (!known.contains(choice.strip())) {
                throw new IllegalArgumentException(
                        "unknown language '" + choice.strip() + "'; known: " + String.join(", ", known));
            }
            for (Other other : Other.values()) {
                if (other.text().equals(choice.strip())) {
                    asked.add(other);
                }
            }
        }
        return new Languages(asked);
    }

    /** {@return whether this consumer is written in another language} */
    public boolean has(String consumer) {
        return others.stream().anyMatch(other -> other.consumer().equals(consumer));
    }

    /** {@return whether a pipeline in Java does not have this consumer} */
    public static boolean isAdded(String consumer) {
        return consumer.equals(Other.FRAUD_PYTHON.consumer());
    }
}
