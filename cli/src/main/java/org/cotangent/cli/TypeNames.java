package org.cotangent.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.tensor.DType;

/** Sets of element types in few words. */
final class TypeNames {
    private TypeNames() {}

    private static Map<String, Set<DType>> groups() {
        Map<String, Set<DType>> groups = new LinkedHashMap<>();
        groups.put("floats", DType.floating());
        groups.put("integers", DType.integers());
        groups.put("complex", EnumSet.of(DType.COMPLEX64, DType.COMPLEX128));
        groups.put(
                "float8", EnumSet.of(DType.FLOAT8E4M3FN, DType.FLOAT8E4M3FNUZ, DType.FLOAT8E5M2, DType.FLOAT8E5M2FNUZ));
        groups.put("int4", EnumSet.of(DType.INT4, DType.UINT4));
        groups.put("int2", EnumSet.of(DType.INT2, DType.UINT2));
        return groups;
    }

    static String of(Set<DType> types) {
        if (types.containsAll(DType.all())) {
            return "all";
        }
        Set<DType> left = EnumSet.noneOf(DType.class);
        left.addAll(types);
        List<String> names = new ArrayList<>();
        groups().forEach((name, group) -> {
            if (left.containsAll(group)) {
                names.add(name);
                left.removeAll(group);
            }
        });
        left.forEach(type -> names.add(type.name().toLowerCase(Locale.ROOT)));
        return String.join(" ", names);
    }
}
