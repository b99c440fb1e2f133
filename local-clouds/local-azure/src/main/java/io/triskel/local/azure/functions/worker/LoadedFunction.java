package io.triskel.local.azure.functions.worker;

import io.triskel.local.azure.functions.wire.Data;
import io.triskel.local.azure.functions.wire.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * A function's method and the sources of its arguments. Every invocation creates a new instance of the function's
 * class.
 */
final class LoadedFunction {
    private final String name;
    private final AppClasses classes;
    private final Class<?> type;
    private final Method method;
    private final List<Input> inputs;

    private LoadedFunction(String name, AppClasses classes, Class<?> type, Method method, List<Input> inputs) {
        this.name = name;
        this.classes = classes;
        this.type = type;
        this.method = method;
        this.inputs = inputs;
    }

    /**
     * Finds the method; the class is not initialized before the first invocation.
     *
     * @param entryPoint the class, a dot, and the method
     */
    static LoadedFunction of(String name, String entryPoint, AppClasses classes) throws ReflectiveOperationException {
        int dot = entryPoint.lastIndexOf('.');
        if (dot < 1) {
            throw new IllegalArgumentException("An entry point is a class and a method, not ".concat(entryPoint));
        }
        Class<?> type = Class.forName(entryPoint.substring(0, dot), false, classes.loader());
        Method method = methodOf(type, entryPoint.substring(dot + 1));
        List<Input> inputs = new ArrayList<>();
        for (var parameter : method.getParameters()) {
            inputs.add(Input.of(parameter));
        }
        return new LoadedFunction(name, classes, type, method, inputs);
    }

    /** The names of the trigger's metadata that the function asks for. */
    List<String> metadata() {
        List<String> names = new ArrayList<>();
        for (Input input : inputs) {
            if (input.isMetadata()) {
                names.add(input.name());
            }
        }
        return names;
    }

    /** Runs the function on this thread, and propagates its exceptions. */
    Data invoke(Message.Invoke message) throws Throwable {
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(classes.loader());
        try {
            Object[] arguments = new Object[inputs.size()];
            Invocation invocation = new Invocation(message.id(), name, message.attempt());
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = inputs.get(i).argument(message.inputs(), invocation);
            }
            boolean ofClass = Modifier.isStatic(method.getModifiers());
            Object instance = ofClass ? null : type.getConstructor().newInstance();
            return FunctionAnswer.of(method.invoke(instance, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static Method methodOf(Class<?> type, String name) {
        List<Method> found = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && !method.isBridge()) {
                found.add(method);
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    type.getName() + " has " + found.size() + " public methods " + name + ", a function needs one");
        }
        return found.get(0);
    }
}
