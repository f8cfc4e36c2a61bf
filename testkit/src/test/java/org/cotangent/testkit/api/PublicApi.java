package org.cotangent.testkit.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What others can compile against: the exported packages of a module as text, a line for each class and member. */
record PublicApi(ModuleReference module) {
    /** Every class has them. */
    private static final Set<String> OF_OBJECTS = Set.of("equals", "hashCode", "toString");

    /** {@return the API of the module that a class is in} */
    static PublicApi of(Class<?> member) {
        try {
            Path place = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            return new PublicApi(ModuleFinder.of(place).findAll().iterator().next());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return classes in the order of their names, each with its members} */
    List<String> lines() {
        Set<String> exported = module.descriptor().exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        try (ModuleReader reader = module.open();
                Stream<String> files = reader.list()) {
            return files.filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .map(PublicApi::loaded)
                    .filter(type -> exported.contains(type.getPackageName()) && isVisible(type))
                    .flatMap(type -> lines(type).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return isVisible(type.getModifiers(), outer) && (outer == null || isVisible(outer)) && !type.isSynthetic();
    }

    /** Protected members can be seen where a class can be extended. */
    private static boolean isVisible(int modifiers, Class<?> in) {
        boolean inherited = in != null && !Modifier.isFinal(in.getModifiers()) && !in.isSealed();
        return Modifier.isPublic(modifiers) || (Modifier.isProtected(modifiers) && inherited);
    }

    static List<String> lines(Class<?> type) {
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            add(members, field, modifiers(field) + simple(field.getAnnotatedType()) + " " + field.getName());
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            add(members, constructor, modifiers(constructor) + "new" + parameters(constructor));
        }
        for (Method method : type.getDeclaredMethods()) {
            if (!method.isBridge() && !OF_OBJECTS.contains(method.getName())) {
                String kind = method.isDefault() ? "default " : "";
                String variables =
                        method.getTypeParameters().length == 0 ? "" : variables(method.getTypeParameters()) + " ";
                String result = simple(method.getAnnotatedReturnType());
                add(
                        members,
                        method,
                        modifiers(method) + kind + variables + result + " " + method.getName() + parameters(method));
            }
        }
        members.sort(null);
        members.addFirst(header(type));
        return members;
    }

    private static void add(List<String> members, Member member, String line) {
        if (isVisible(member.getModifiers(), member.getDeclaringClass()) && !member.isSynthetic()) {
            members.add("    " + line);
        }
    }

    private static String header(Class<?> type) {
        String kind = type.isAnnotation()
                ? "@interface "
                : type.isInterface() ? "interface " : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ";
        StringBuilder line = new StringBuilder();
        boolean open = !type.isInterface() && !type.isEnum() && !type.isRecord();
        line.append(Modifier.isProtected(type.getModifiers()) ? "protected " : "")
                .append(open && Modifier.isAbstract(type.getModifiers()) ? "abstract " : "")
                .append(open && Modifier.isFinal(type.getModifiers()) ? "final " : "")
                .append(type.isSealed() ? "sealed " : "")
                .append(kind)
                .append(type.getName().replace('$', '.'))
                .append(variables(type.getTypeParameters()));
        if (type.isRecord()) {
            line.append(Arrays.stream(type.getRecordComponents())
                    .map(component -> simple(component.getAnnotatedType()) + " " + component.getName())
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        List<String> above = Stream.concat(
                        Stream.ofNullable(open ? type.getGenericSuperclass() : null)
                                .filter(above1 -> above1 != Object.class),
                        Arrays.stream(type.getGenericInterfaces()))
                .map(PublicApi::simple)
                .toList();
        line.append(above.isEmpty() ? "" : " : " + String.join(", ", above));
        if (type.isSealed()) {
            line.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(Class::getSimpleName)
                    .sorted()
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
        return line.toString();
    }

    private static String modifiers(Member member) {
        int hidden = Modifier.PUBLIC | Modifier.TRANSIENT | Modifier.VOLATILE | Modifier.SYNCHRONIZED | Modifier.NATIVE;
        boolean method = member instanceof Method;
        int shown = member.getModifiers() & ~hidden & (method ? -1 : ~Modifier.ABSTRACT);
        return shown == 0 ? "" : Modifier.toString(shown) + " ";
    }

    private static String parameters(Executable executable) {
        AnnotatedType[] types = executable.getAnnotatedParameterTypes();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            String type = simple(types[i]);
            boolean last = executable.isVarArgs() && i == types.length - 1;
            parameters.add(last ? type.substring(0, type.length() - 2) + "..." : type);
        }
        String thrown = Arrays.stream(executable.getGenericExceptionTypes())
                .map(PublicApi::simple)
                .collect(Collectors.joining(", "));
        return parameters.stream().collect(Collectors.joining(", ", "(", ")"))
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(variable -> variable.getName()
                                + Arrays.stream(variable.getBounds())
                                        .filter(bound -> bound != Object.class)
                                        .map(bound -> " extends " + simple(bound))
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String simple(AnnotatedType type) {
        return simple(type.toString());
    }

    private static String simple(Type type) {
        return simple(type.getTypeName());
    }

    /** {@return the type without the names of packages} */
    private static String simple(String type) {
        return type.replaceAll("(?<![\\w$])([a-z]\\w*\\.)+(?=[A-Z])", "")
                .replace("@Nullable()", "@Nullable")
                .replace('$', '.');
    }
}
