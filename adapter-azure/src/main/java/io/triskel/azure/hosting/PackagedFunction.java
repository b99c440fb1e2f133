package io.triskel.azure.hosting;

import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.hosting.Application;
import io.triskel.hosting.function.FunctionRole;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A function of an application's package.
 *
 * @param name in the app
 * @param method that host and worker call
 * @param consumer whose events it handles, if any
 */
record PackagedFunction(String name, FunctionRole role, Method method, Optional<String> consumer) {
    /** {@return all functions of a package: those of the consumers of every style, in the order of their names} */
    static List<PackagedFunction> of(Application application) {
        Method settle = retried(EventsFunction.class);
        return Stream.of(
                        Stream.of(HttpFunction.class, ReplayFunction.class)
                                .flatMap(type -> named(type, FunctionRole.HTTP)),
                        consumers(application).stream().map(consumer -> ofConsumer(consumer, settle)),
                        named(ClockFunction.class, FunctionRole.CLOCK))
                .flatMap(functions -> functions)
                .toList();
    }

    /** {@return the consumers of all styles, in the order of their names} */
    static List<String> consumers(Application application) {
        if (application.styles().isEmpty()) {
            return application.consumers().stream().sorted().toList();
        }
        return application.styles().stream()
                .flatMap(style -> application.styled(style).consumers().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static PackagedFunction ofConsumer(String consumer, Method settle) {
        return new PackagedFunction(
                EventsFunction.function(consumer), FunctionRole.EVENTS, settle, Optional.of(consumer));
    }

    private static Stream<PackagedFunction> named(Class<?> functions, FunctionRole role) {
        return Arrays.stream(functions.getDeclaredMethods())
                .flatMap(method -> Stream.ofNullable(method.getAnnotation(FunctionName.class))
                        .map(name -> new PackagedFunction(name.value(), role, method, Optional.empty())))
                .sorted(Comparator.comparing(PackagedFunction::name));
    }

    /** {@return the method that settles batches} */
    static Method retried(Class<?> functions) {
        return Arrays.stream(functions.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(ExponentialBackoffRetry.class))
                .findFirst()
                .orElseThrow();
    }

    /** {@return this function with an entry point of another class} */
    PackagedFunction entering(Method other) {
        return new PackagedFunction(name, role, other, consumer);
    }

    /** {@return what calls it, in the words of {@code function.json}} */
    String entryPoint() {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    /** {@return an annotation of one of the method's parameters} */
    <A extends Annotation> Optional<A> parameter(Class<A> annotation) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> Arrays.stream(parameter.getAnnotationsByType(annotation)))
                .findFirst();
    }
}
