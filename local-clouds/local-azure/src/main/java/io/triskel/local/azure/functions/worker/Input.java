package io.triskel.local.azure.functions.worker;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import io.triskel.local.azure.functions.wire.Data;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source of one argument of a function.
 *
 * @param name of the binding or of the metadata, empty for the execution context
 */
record Input(String name, Type type, boolean isMetadata) {
    static Input of(Parameter parameter) {
        if (parameter.getType() == ExecutionContext.class) {
            return new Input("", ExecutionContext.class, false);
        }
        for (Annotation annotation : parameter.getAnnotations()) {
            if (annotation instanceof EventHubTrigger trigger) {
                return new Input(trigger.name(), parameter.getParameterizedType(), false);
            }
            if (annotation instanceof HttpTrigger trigger) {
                return new Input(trigger.name(), parameter.getParameterizedType(), false);
            }
            if (annotation instanceof TimerTrigger trigger) {
                return new Input(trigger.name(), parameter.getParameterizedType(), false);
            }
            if (annotation instanceof BindingName metadata) {
                return new Input(metadata.value(), parameter.getParameterizedType(), true);
            }
        }
        throw new IllegalArgumentException(
                "This host has nothing for the parameter " + parameter + " of " + parameter.getDeclaringExecutable());
    }

    @Nullable
    Object argument(Map<String, Data> inputs, Invocation invocation) {
        if (type == ExecutionContext.class) {
            return invocation;
        }
        Data data = inputs.get(name);
        return data == null ? null : Conversion.to(type, data);
    }
}
