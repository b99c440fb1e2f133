package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract against a wrong implementation, to prove that the contract can fail. */
public final class ContractRun {
    private final Class<?> suite;
    private final Set<String> passed;
    private final Set<String> failed;

    private ContractRun(Class<?> suite, Set<String> passed, Set<String> failed) {
        this.suite = suite;
        this.passed = passed;
        this.failed = failed;
    }

    /**
     * Runs a suite.
     *
     * @param suite a contract's subclass whose name does not end in {@code Test}, so that the build does not run it itself
     */
    public static ContractRun of(Class<?> suite) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .execute()
                .testEvents();
        return new ContractRun(suite, names(tests.succeeded()), names(tests.failed()));
    }

    private static Set<String> names(Events events) {
        List<String> names = events.map(
                        event -> event.getTestDescriptor().getDisplayName().replace("()", ""))
                .collect(Collectors.toList());
        return new TreeSet<>(names);
    }

    /** Every test of the suite must have failed: what an implementation that does nothing deserves. */
    public void everyTestFails() {
        assertThat(failed).as("failed tests of %s", suite.getSimpleName()).isNotEmpty();
        assertThat(passed)
                .as("tests of %s that a do-nothing passes", suite.getSimpleName())
                .isEmpty();
    }

    /** The named test must have failed, so that the mutant is caught by what is meant to catch it. */
    public void isCaughtBy(String test) {
        assertThat(failed).as("failed tests of %s", suite.getSimpleName()).contains(test);
    }

    /** Every test must have passed: the proof's own control. */
    public void everyTestPasses() {
        assertThat(failed).as("failed tests of %s", suite.getSimpleName()).isEmpty();
        assertThat(passed).as("passed tests of %s", suite.getSimpleName()).isNotEmpty();
    }
}
