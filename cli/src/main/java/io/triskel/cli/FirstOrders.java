package io.triskel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Chooses the first orders of an input and every line that belongs to them: all products and stock, and the repetitions and
 * cancellations of these orders. A broken line belongs to the order before it.
 */
final class FirstOrders implements Predicate<InputFile.Line> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int most;
    private final Set<String> chosen = new HashSet<>();
    private boolean past;

    FirstOrders(int most) {
        this.most = most;
    }

    @Override
    public boolean test(InputFile.Line line) {
        Optional<JsonNode> read = line.text().flatMap(FirstOrders::parsed);
        String order = read.map(json -> json.path("order").asText()).orElse("");
        return switch (read.map(json -> json.path("kind").asText()).orElse("")) {
            case "product", "stock" -> true;
            case "order" -> isChosen(order);
            case "cancel" -> chosen.contains(order);
            default -> !past;
        };
    }

    private boolean isChosen(String order) {
        if (chosen.size() < most) {
            chosen.add(order);
        }
        boolean isChosen = chosen.contains(order);
        past |= !isChosen;
        return isChosen;
    }

    /** {@return the number of orders chosen so far} */
    int count() {
        return chosen.size();
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }
}
