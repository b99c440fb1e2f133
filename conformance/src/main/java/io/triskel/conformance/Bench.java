package io.triskel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.conformance.Setting.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of one case: the drivers that take turns, and the case's own database. */
final class Bench implements AutoCloseable {
    private final List<Driver> drivers;
    private final Setting setting;
    private @Nullable Database database;
    private int turn;

    Bench(Setting setting, List<Driver> drivers) {
        this.setting = setting;
        this.drivers = drivers;
    }

    /** Opens a database of the case's own in all drivers; {@code none} and {@code memory} in each its own. */
    void open(String store, boolean faults) {
        if (store.equals("$store")) {
            Database own = setting.database(faults);
            database = own;
            drivers.forEach(driver -> answered(driver, own.open()));
        } else {
            drivers.forEach(
                    driver -> answered(driver, Json.object().put("op", "open").put("store", store)));
        }
    }

    Database database() {
        return Optional.ofNullable(database).orElseThrow();
    }

    /** Switches to the next driver; the names of consumers stay the same. */
    void exchange() {
        turn++;
    }

    void take(int driver) {
        turn = driver;
    }

    /** {@return whether the driver under test is Java's, which alone may write what is expected} */
    boolean isOfJava() {
        return drivers.get(0) instanceof JavaDriver;
    }

    int drivers() {
        return drivers.size();
    }

    JsonNode ask(ObjectNode operation) {
        return answered(drivers.get(turn % drivers.size()), operation);
    }

    private static JsonNode answered(Driver driver, ObjectNode operation) {
        JsonNode answer = driver.answer(operation.deepCopy());
        assertThat(answer.path("error").asText()).as("%s", operation).isEmpty();
        return answer;
    }

    void expect(ObjectNode operation, JsonNode expected) {
        JsonNode answer = ask(operation);
        assertThat(Comparison.difference(expected, answer).orElse(""))
                .as("%s%nanswered %s", operation, answer)
                .isEmpty();
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }
}
