package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a run's orders ended, and each product's revenue, from the run's files.
 *
 * @param rows what each order and product came to, by a name for people such as {@code order o-17}
 */
record RunOutcome(Map<String, JsonNode> rows) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * {@return the outcome in a run's folder; empty if its files are not there}
     *
     * <p>An order's reason is not compared: if several products are missing, it names the one whose answer came first.
     */
    static Optional<RunOutcome> read(Path folder) {
        Map<String, JsonNode> rows = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(folder.resolve("orders.jsonl"))) {
                ObjectNode order = (ObjectNode) JSON.readTree(line);
                order.remove("reason");
                rows.put("order " + order.path("order").asText(), order);
            }
            for (String line : Files.readAllLines(folder.resolve("revenue.jsonl"))) {
                JsonNode revenue = JSON.readTree(line);
                rows.put("revenue of " + revenue.path("product").asText(), revenue);
            }
        } catch (IOException | ClassCastException unreadable) {
            return Optional.empty();
        }
        return Optional.of(new RunOutcome(rows));
    }

    /** {@return a digest that only equal outcomes share} */
    String digest() {
        StringBuilder all = new StringBuilder();
        rows.forEach((name, row) -> all.append(name).append(' ').append(row).append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** {@return the names of the rows that differ, or that only one has} */
    List<String> differencesTo(RunOutcome other) {
        TreeSet<String> names = new TreeSet<>(rows.keySet());
        names.addAll(other.rows.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            if (!rows.containsKey(name) || !rows.get(name).equals(other.rows.get(name))) {
                differences.add(name);
            }
        }
        return differences;
    }
}
