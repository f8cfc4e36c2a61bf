package org.cotangent.cpu.vector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies the code of static methods of this package to where they are called from written code, and that of methods
 * they call.
 *
 * <p>The virtual machine's compiler inlines the methods of the Vector API always, but those of others only until a
 * method has grown to about sixty vector operations; what is then called instead makes objects of vectors. Copied code
 * knows no such bound. Methods must be straight: no branches, one return at the end.
 */
final class StaticCode {

    private record Method(ClassDesc owner, String name, String type) {}

    private final Map<Method, CodeModel> methods = new HashMap<>();

    /** Methods of these classes can be copied. */
    StaticCode(List<Class<?>> owners) {
        for (Class<?> owner : owners) {
            for (MethodModel method : ClassFile.of().parse(bytes(owner)).methods()) {
                method.code()
                        .ifPresent(code -> methods.put(
                                new Method(
                                        desc(owner),
                                        method.methodName().stringValue(),
                                        method.methodType().stringValue()),
                                code));
            }
        }
    }

    private static byte[] bytes(Class<?> owner) {
        try (InputStream stream = owner.getResourceAsStream(owner.getSimpleName() + ".class")) {
            if (stream == null) {
                throw new IllegalStateException("the code of " + owner + " is not where it was loaded from");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the code of " + owner + " cannot be read", e);
        }
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** Does what a call would do: takes the arguments from the stack and leaves the result there. */
    void call(CodeBuilder code, Class<?> owner, String name, ClassDesc result, ClassDesc... parameters) {
        MethodTypeDesc type = MethodTypeDesc.of(result, parameters);
        CodeModel copied = methods.get(new Method(desc(owner), name, type.descriptorString()));
        if (copied == null) {
            throw new IllegalArgumentException("there is no method " + owner.getSimpleName() + "." + name + type);
        }
        copy(code, copied, type);
    }

    private void copy(CodeBuilder code, CodeModel copied, MethodTypeDesc type) {
        int first = code.allocateLocal(TypeKind.REFERENCE);
        int slots = type.parameterList().stream()
                .mapToInt(parameter -> TypeKind.from(parameter).slotSize())
                .sum();
        for (CodeElement element : copied) {
            if (element instanceof StoreInstruction store) {
                slots = Math.max(slots, store.slot() + store.typeKind().slotSize());
            }
        }
        for (int i = 1; i < slots; i++) {
            code.allocateLocal(TypeKind.REFERENCE);
        }
        int slot = first
                + type.parameterList().stream()
                        .mapToInt(parameter -> TypeKind.from(parameter).slotSize())
                        .sum();
        for (ClassDesc parameter : type.parameterList().reversed()) {
            TypeKind kind = TypeKind.from(parameter);
            slot -= kind.slotSize();
            code.storeLocal(kind, slot);
        }
        for (CodeElement element : copied) {
            if (element instanceof Instruction instruction) {
                copy(code, instruction, first);
            }
        }
    }

    private void copy(CodeBuilder code, Instruction instruction, int first) {
        switch (instruction) {
            case LoadInstruction load -> code.loadLocal(load.typeKind(), first + load.slot());
            case StoreInstruction store -> code.storeLocal(store.typeKind(), first + store.slot());
            case ReturnInstruction _ -> {}
            case InvokeInstruction call
            when call.opcode() == Opcode.INVOKESTATIC -> {
                CodeModel copied = methods.get(new Method(
                        call.owner().asSymbol(),
                        call.name().stringValue(),
                        call.type().stringValue()));
                if (copied == null) {
                    code.with(call);
                } else {
                    copy(code, copied, call.typeSymbol());
                }
            }
            default -> code.with(instruction);
        }
    }
}
