package io.triskel.azure.hosting;

import com.microsoft.azure.functions.annotation.TimerTrigger;
import io.triskel.hosting.Application;
import io.triskel.hosting.function.FunctionRole;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * The functions of a package in which Durable Functions leads an application's process.
 *
 * @param functions of the application, in its style; those that start or answer an orchestration have a client of Durable Functions
 * @param orchestrator the name of the exported function that leads
 * @param activity the name of the function that sends the commands that the orchestrator asks for
 */
record EnginePackage(List<PackagedFunction> functions, String orchestrator, String activity) {
    /**
     * {@return the functions of an application}
     *
     * @throws IllegalArgumentException if it has no process
     */
    static EnginePackage of(Application application) {
        String process = EventsFunction.function(application
                .process()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Application '" + application.name() + "' has no process for an engine"))
                .describe()
                .name());
        List<String> consumers = application.consumers();
        return new EnginePackage(
                PackagedFunction.of(application).stream()
                        .filter(function -> inUse(function, consumers))
                        .map(function -> function.name().equals(process)
                                ? function.entering(PackagedFunction.retried(EngineFunctions.class))
                                : withClient(function))
                        .toList(),
                // As triskel export names them.
                process + "_process",
                process + "_ask");
    }

    /** Functions of other styles are not in the package, and nobody tells a deployed clock the time. */
    private static boolean inUse(PackagedFunction function, List<String> consumers) {
        return function.consumer()
                .map(consumers::contains)
                .orElseGet(() -> function.role() != FunctionRole.CLOCK
                        || function.parameter(TimerTrigger.class).isPresent());
    }

    /** The clock and operators replay what the process's consumer has parked. */
    private static PackagedFunction withClient(PackagedFunction function) {
        return List.of("clock", "replay").contains(function.name())
                ? function.entering(method(function.name()))
                : function;
    }

    /** {@return the function that sends what the orchestrator asks for} */
    static Method ask() {
        return method("ask");
    }

    private static Method method(String name) {
        return Arrays.stream(EngineFunctions.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
