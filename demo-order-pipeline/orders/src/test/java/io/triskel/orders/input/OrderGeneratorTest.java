package io.triskel.orders.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.input.InputLine.OrderLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderGeneratorTest {
    private static final long SEED = OrderGenerator.COMMITTED_SEED;
    private static final int ORDERS = 1200;

    @TempDir
    private Path folder;

    @Test
    void generating_again_gives_the_committed_file() throws IOException {
        Path again = folder.resolve("orders.jsonl");

        OrderGenerator.main(new String[] {again.toString(), Long.toString(SEED), Integer.toString(ORDERS)});

        assertThat(again).hasSameTextualContentAs(committed());
    }

    @Test
    void without_orders_it_gives_the_products_and_the_stock_that_the_committed_file_begins_with() throws IOException {
        List<String> catalogue = OrderGenerator.generate(SEED, 0);

        assertThat(catalogue).isEqualTo(Files.readAllLines(committed()).subList(0, catalogue.size()));
        assertThat(catalogue).allMatch(line -> line.matches("\\{\"kind\":\"(product|stock)\".*"));
    }

    @Test
    void another_seed_gives_another_file() {
        assertThat(OrderGenerator.generate(1, 50))
                .isEqualTo(OrderGenerator.generate(1, 50))
                .isNotEqualTo(OrderGenerator.generate(2, 50));
    }

    @Test
    void the_committed_file_holds_at_least_a_thousand_orders_and_a_few_broken_lines() throws IOException {
        Set<String> orders = new HashSet<>();
        List<String> broken = new ArrayList<>();
        InputParser parser = new InputParser();

        for (String line : Files.readAllLines(committed())) {
            try {
                if (parser.parse(line) instanceof OrderLine order) {
                    orders.add(order.request().order());
                }
            } catch (BrokenLineException reason) {
                broken.add(String.valueOf(reason.getMessage()));
            }
        }

        assertThat(orders).hasSize(ORDERS);
        assertThat(broken).hasSize(3).allSatisfy(reason -> assertThat(reason).startsWith("not JSON: "));
    }

    private static Path committed() {
        Path fromModule = Path.of("../orders.jsonl");
        return Files.exists(fromModule) ? fromModule : Path.of("demo-order-pipeline/orders.jsonl");
    }
}
