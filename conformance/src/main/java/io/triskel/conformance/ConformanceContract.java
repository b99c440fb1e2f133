package io.triskel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.conformance.Cases.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Runs every case of one setting with every language. The cases are the definition, and Java is one of the drivers; {@code
 * docs/conformance.md} has the protocol and the results.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ConformanceContract {
    private final List<Driver> started = new ArrayList<>();

    /** Called by JUnit. */
    protected ConformanceContract() {}

    @AfterAll
    final void endDrivers() {
        started.forEach(Driver::close);
    }

    /** {@return where the cases run} */
    protected abstract Setting setting();

    @TestFactory
    final Stream<DynamicTest> java_gives_every_answer_that_the_cases_expect() {
        return tests("Java", java(Mutant.NONE));
    }

    @TestFactory
    @Tag("local-clouds")
    final Stream<DynamicTest> every_other_language_gives_every_answer_that_the_cases_expect() {
        return Language.all(Cases.root())
                .flatMap(language -> tests(language.name(), language.start(Cases.root(), Mutant.NONE)));
    }

    @TestFactory
    final Stream<DynamicTest> every_mutant_of_java_fails_a_case() {
        return mutants("Java", this::java);
    }

    @TestFactory
    @Tag("local-clouds")
    final Stream<DynamicTest> every_mutant_of_another_language_fails_a_case() {
        return Language.all(Cases.root())
                .flatMap(language -> mutants(language.name(), mutant -> language.start(Cases.root(), mutant)));
    }

    /** The tests above say that a case passes; this counts those that a language offers. */
    @Test
    @Tag("local-clouds")
    final void the_table_in_the_documents_has_todays_numbers_of_cases() {
        Map<String, Set<String>> offers = new LinkedHashMap<>();
        offers.put("Java", offers(java(Mutant.NONE)));
        Language.all(Cases.root())
                .filter(Language::isOurs)
                .forEach(language -> offers.put(language.name(), offers(language.start(Cases.root(), Mutant.NONE))));

        ResultsTable.check(setting().title(), offers, Cases.of(setting()));
    }

    private Driver java(Mutant mutant) {
        return new JavaDriver(setting().java(), mutant);
    }

    private static Set<String> offers(Driver driver) {
        try (driver) {
            return driver.offers();
        }
    }

    private Stream<DynamicTest> tests(String language, Driver driver) {
        started.add(driver);
        Set<String> offers = driver.offers();
        return Cases.of(setting()).stream()
                .filter(one -> offers.containsAll(one.needs()))
                .map(one -> DynamicTest.dynamicTest(
                        language + " " + one.group() + ": " + one.name(), () -> run(one, driver)));
    }

    /** Where a case exchanges processes, the driver takes turns with Java's. */
    private void run(Case one, Driver driver) throws Exception {
        try (Driver other = java(Mutant.NONE);
                Bench bench = new Bench(setting(), List.of(driver, other))) {
            one.run().on(bench);
        }
    }

    private Stream<DynamicTest> mutants(String language, Function<Mutant, Driver> started) {
        Optional<CloudBinding> cloud = setting().java();
        Set<String> offers = offers(started.apply(Mutant.NONE));
        boolean hasStore = cloud.isEmpty() || offers.contains(cloud.get().store());
        return Stream.of(Mutant.values())
                .filter(mutant -> mutant.isOfStore().equals(Optional.of(cloud.isPresent())) && hasStore)
                .map(mutant -> DynamicTest.dynamicTest(language + " " + mutant.tag(), () -> {
                    try (Driver driver = started.apply(mutant)) {
                        assertThat(failures(driver, mutant, offers))
                                .as("cases that catch it")
                                .isNotEmpty();
                    }
                }));
    }

    /** {@return the first case that fails; plans are left out, since they are slow and the cases must do} */
    private List<String> failures(Driver driver, Mutant mutant, Set<String> offers) {
        List<String> failures = new ArrayList<>();
        List<Case> cases = new ArrayList<>(Cases.of(setting()));
        cases.sort(Comparator.comparing(one -> !one.name().equals(mutant.likely())));
        for (Case one : cases) {
            if (failures.isEmpty()
                    && offers.containsAll(one.needs())
                    && !one.group().equals(ExchangePlan.GROUP)) {
                try {
                    run(one, driver);
                } catch (AssertionError | Exception failed) {
                    failures.add(one.name());
                }
            }
        }
        return failures;
    }
}
