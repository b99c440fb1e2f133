package io.triskel.spring.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves out what a scan finds. */
final class TriskelTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<TriskelTest> {
    TriskelTypeExcludeFilter(Class<?> test) {
        super(test);
    }
}
